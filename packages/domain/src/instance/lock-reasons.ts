import type { Reader } from '@minispod/database/transaction';

/**
 * Which of these instances an administrator keeps stopped one by one, and why: the last word of LOCKED and UNLOCKED. The
 * suspension of a whole subscription is no lock.
 */
export async function lockReasons(reader: Reader, instanceIds: string[]): Promise<Map<string, string>> {
  const rows: { instanceId: string; reason: string }[] = await reader.query(
    `SELECT instance_id AS "instanceId", reason FROM (
       SELECT DISTINCT ON (instance_id) instance_id, kind, details->>'reason' AS reason FROM instance_activities
        WHERE instance_id = ANY($1) AND kind IN ('LOCKED', 'UNLOCKED') ORDER BY instance_id, id DESC) last
      WHERE kind = 'LOCKED'`,
    [instanceIds],
  );
  return new Map(rows.map((row) => [row.instanceId, row.reason]));
}
