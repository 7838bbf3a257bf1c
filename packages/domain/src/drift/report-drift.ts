import type { DriftView } from '@minispod/contracts/cluster';
import type { Reader } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { validate } from 'uuid';
import { auditBooks } from '../audit/audit-books.js';
import type { Inventory } from '../ports/cluster.js';
import { compare, type Finding, type KnownInstance } from './rules/compare.js';
import { findStuckWork } from './stuck-work.js';

/**
 * Every difference between books, database and cluster, with what to do about each; changes nothing. `readInventory` is
 * asked first: what the database does after that has not happened in the cluster yet, and what settles is not told.
 */
export async function reportDrift(
  dataSource: DataSource,
  readInventory: () => Promise<Inventory>,
  now: Date,
): Promise<DriftView> {
  const inventory = await readInventory();
  const { manager } = dataSource;
  const known = await readKnown(manager, inventory);
  const findings = [
    ...compare(known, inventory, await findDrills(manager), now),
    ...(await findStuckWork(manager, now)),
    ...(await findBrokenBooks(dataSource, now)),
  ];
  const items = findings.map((finding) => ({ ...finding, since: finding.since?.toISOString() ?? null }));
  return { checkedAt: now.toISOString(), items };
}

/** Everything that lives, and whatever the cluster has something of. */
async function readKnown(reader: Reader, inventory: Inventory): Promise<Map<string, KnownInstance>> {
  const held = new Set([...inventory.deployments, ...inventory.volumes].map(({ instanceId }) => instanceId));
  const rows: (KnownInstance & { cpuMilli: number; memoryMb: number; storageGb: number })[] =
    await reader.query(
      `SELECT i.id AS "instanceId", s.user_id AS "userId", i.name, u.email AS "ownerEmail", i.status, i.updated_at AS "updatedAt",
              i.health_status AS "healthStatus", i.health_reason AS "healthReason", i.health_since AS "healthSince",
              i.converge_since AS "convergeSince", i.released_at IS NOT NULL AS "isReleased",
              i.deletion_due_at IS NULL AND i.status NOT IN ('ERROR', 'TERMINATED')
                AND 'RUN' = ALL (ARRAY[i.customer_wish, i.billing_wish, i.administrator_wish]) AS "isWished",
              EXISTS (SELECT FROM instance_operations o WHERE o.instance_id = i.id AND o.status IN ('PENDING', 'RUNNING'))
                OR EXISTS (SELECT FROM provisioning_tasks t WHERE t.instance_id = i.id AND t.status IN ('PENDING', 'RUNNING')) AS "isUnderWork",
              array_remove(ARRAY[i.volume_generation, i.previous_generation], NULL) AS generations,
              plan.cpu_milli AS "cpuMilli", plan.memory_mb AS "memoryMb", plan.storage_gb AS "storageGb"
         FROM service_instances i
         JOIN subscriptions s ON s.id = i.subscription_id
         JOIN users u ON u.id = s.user_id
         JOIN service_plans plan ON plan.id = coalesce(s.pending_plan_id, s.plan_id)
        WHERE i.released_at IS NULL OR i.id = ANY($1)`,
      // A label may hold anything.
      [[...held].filter((id) => validate(id))],
    );
  return new Map(
    rows.map(({ cpuMilli, memoryMb, storageGb, ...row }) => [
      row.instanceId,
      { ...row, resources: { cpuMilli, memoryMb, storageGb } },
    ]),
  );
}

/** A drill's throwaway instance and its owner both carry the operation's id. */
async function findDrills(reader: Reader): Promise<Set<string>> {
  const rows: { id: string }[] = await reader.query(
    `SELECT id FROM instance_operations WHERE kind = 'DRILL' AND status IN ('PENDING', 'RUNNING')`,
  );
  return new Set(rows.map(({ id }) => id));
}

async function findBrokenBooks(dataSource: DataSource, now: Date): Promise<Finding[]> {
  const broken = await auditBooks(dataSource, now);
  return broken.map(({ name, count, findings, whatToDo }) => ({
    kind: 'LEDGER' as const,
    subject: name,
    instanceId: null,
    userId: null,
    finding: `${count}×: ${findings.slice(0, 3).join('; ')}`,
    whatToDo,
    since: null,
  }));
}
