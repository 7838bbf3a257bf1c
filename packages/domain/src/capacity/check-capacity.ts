import type { Reader, Tx } from '@minispod/database/transaction';
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

interface Reading {
  free: Amounts[];
  /** What is spoken for and not in the reading: ordered since, or its pod not yet there at that time. */
  ordered: Amounts[] | null;
}

/**
 * Free room by node; null where there is no reading of late. An upgrade counts with the difference. One query: one row, and
 * what is open or newer than the reading by their indexes.
 */
async function freeRoom(
  reader: Reader,
  exceptInstanceId: string | null,
  now: Date,
): Promise<Amounts[] | null> {
  const [reading]: Reading[] = await reader.query(
    `SELECT c.free, (
        SELECT json_agg(json_build_object('cpuMilli', cpu, 'memoryMb', memory)) FROM (
          SELECT greatest(p.cpu_milli - CASE t.kind WHEN 'UPGRADE' THEN old.cpu_milli ELSE 0 END, 0) AS cpu,
                 greatest(p.memory_mb - CASE t.kind WHEN 'UPGRADE' THEN old.memory_mb ELSE 0 END, 0) AS memory
            FROM (SELECT instance_id, kind FROM provisioning_tasks open
                   WHERE open.status IN ('PENDING', 'RUNNING')
                     AND NOT EXISTS (SELECT FROM provisioning_steps st
                                      WHERE st.task_id = open.id AND st.name = 'deployment' AND st.finished_at <= c.taken_at)
                  UNION
                  SELECT id, 'PROVISION' FROM service_instances fresh
                   WHERE fresh.created_at > c.taken_at AND fresh.status NOT IN ('ERROR', 'TERMINATED')) t
            JOIN service_instances i ON i.id = t.instance_id
            JOIN subscriptions s ON s.id = i.subscription_id
            JOIN service_plans old ON old.id = s.plan_id
            JOIN service_plans p ON p.id = CASE t.kind WHEN 'UPGRADE' THEN coalesce(s.pending_plan_id, s.plan_id) ELSE s.plan_id END
           WHERE i.id IS DISTINCT FROM $2) amounts
      ) AS ordered
       FROM cluster_capacity c WHERE c.taken_at > $1`,
    [new Date(now.getTime() - TOO_OLD_MS), exceptInstanceId],
  );
  return reading ? placeAll(reading.free, reading.ordered ?? []).left : null;
}
