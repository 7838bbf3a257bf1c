import { ClusterCapacity } from '@minispod/database/entities/cluster-capacity.entity';
import type { Reader, Tx } from '@minispod/database/transaction';
import { MoreThan } from 'typeorm';
import { DomainError } from '../errors.js';
import type { Amounts } from '../ports/cluster.js';
import { howManyFit, largestOf, placeAll } from './rules/room.js';

/** An older reading says too little to refuse anybody, in ms. */
const TOO_OLD_MS = 5 * 60_000;
/** With room for this many more, those that are ordered at the same moment cannot take it all: nobody has to wait. */
const AMPLE = 100;
/** Whoever looks at room that is scarce does so one after the other: an advisory lock taken last, after the plan's row. */
const SCARCE_ROOM = 7_300_001;

/**
 * Throws INSUFFICIENT_RESOURCES when the cluster, as last seen and less what was ordered since, has no node with room for
 * one of these. True when room is scarce: then the caller calls `confirmRoom` last before its commit. Where nobody reads
 * the cluster, nothing is refused.
 */
export async function lookForRoom(reader: Reader, wanted: Amounts[], now: Date): Promise<boolean> {
  const free = await freeRoom(reader, null, now);
  if (free === null) return false;
  refuseUnlessFits(free, wanted);
  return wanted.some((one) => howManyFit(free, one) < AMPLE * wanted.length);
}

/** Whether one of this size would be sold now. */
export async function hasRoom(reader: Reader, wanted: Amounts, now: Date): Promise<boolean> {
  const free = await freeRoom(reader, null, now);
  return free === null || placeAll(free, [wanted]).unplaced === 0;
}

/** Looks again where others wait; `instanceId` is what was ordered for it just now, which is not yet to be counted. */
export async function confirmRoom(tx: Tx, wanted: Amounts[], instanceId: string, now: Date): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [SCARCE_ROOM]);
  const free = await freeRoom(tx, instanceId, now);
  if (free !== null) refuseUnlessFits(free, wanted);
}

function refuseUnlessFits(free: Amounts[], wanted: Amounts[]): void {
  if (placeAll(free, wanted).unplaced === 0) return;
  const cpuMilli = Math.max(...wanted.map((one) => one.cpuMilli));
  const memoryMb = Math.max(...wanted.map((one) => one.memoryMb));
  throw new DomainError(
    'INSUFFICIENT_RESOURCES',
    'Our servers have no room for this just now: try a smaller plan, or again later. Nothing was charged.',
    { cpuMilli, memoryMb, largestFree: largestOf(free) },
  );
}

/** Free room by node, less what was ordered and is not in the reading; null where there is no reading of late. */
async function freeRoom(
  reader: Reader,
  exceptInstanceId: string | null,
  now: Date,
): Promise<Amounts[] | null> {
  const reading = await reader.findOneBy(ClusterCapacity, {
    takenAt: MoreThan(new Date(now.getTime() - TOO_OLD_MS)),
  });
  if (!reading) return null;
  return placeAll(reading.free, await orderedSince(reader, reading.takenAt, exceptInstanceId)).left;
}

/**
 * What is spoken for and was not seen at that time: what is open and whose pod was not there yet, what is newer, and what
 * waits for its payment. An upgrade counts with the difference. Few rows, found by the indexes of open tasks, of new
 * instances and of unpaid subscriptions.
 */
async function orderedSince(
  reader: Reader,
  takenAt: Date,
  exceptInstanceId: string | null,
): Promise<Amounts[]> {
  return reader.query(
    `WITH ordered AS MATERIALIZED (
       SELECT open.instance_id, open.kind FROM provisioning_tasks open
         LEFT JOIN provisioning_steps st ON st.task_id = open.id AND st.name = 'deployment'
        WHERE open.status IN ('PENDING', 'RUNNING') AND (st.finished_at IS NULL OR st.finished_at > $1)
       UNION
       SELECT id, 'PROVISION' FROM service_instances WHERE created_at > $1 AND status NOT IN ('ERROR', 'TERMINATED')
       UNION
       SELECT i.id, 'PROVISION' FROM subscriptions unpaid JOIN service_instances i ON i.subscription_id = unpaid.id
        WHERE unpaid.status = 'PENDING_PAYMENT'
     ), theirs AS MATERIALIZED (
       SELECT s.plan_id, s.pending_plan_id, o.kind FROM ordered o
         JOIN service_instances i ON i.id = o.instance_id JOIN subscriptions s ON s.id = i.subscription_id
        WHERE o.instance_id IS DISTINCT FROM $2
     )
     SELECT now.cpu_milli AS "cpuMilli", now.memory_mb AS "memoryMb" FROM theirs
       JOIN service_plans now ON now.id = theirs.plan_id WHERE theirs.kind = 'PROVISION'
     UNION ALL
     SELECT greatest(to_be.cpu_milli - now.cpu_milli, 0), greatest(to_be.memory_mb - now.memory_mb, 0) FROM theirs
       JOIN service_plans now ON now.id = theirs.plan_id JOIN service_plans to_be ON to_be.id = theirs.pending_plan_id
      WHERE theirs.kind = 'UPGRADE'`,
    [takenAt, exceptInstanceId],
  );
}
