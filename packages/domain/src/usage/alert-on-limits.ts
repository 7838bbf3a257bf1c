import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import { raiseAlert } from '../alert/raise.js';

/**
 * Percent of what the plan has, as an average of a quarter of an hour, so that a start or a nightly job alerts nobody. Between
 * `OVER` and `NEARLY` an alert neither begins nor ends, so that it does not come and go.
 */
const NEARLY = 90;
const OVER = 75;

const KINDS = { PROCESSOR_NEARLY_USED: 'processor', MEMORY_NEARLY_USED: 'memory' } as const;
type Kind = keyof typeof KINDS;

/** Every instance with a quarter of an hour of readings, and every one that is said to be near a limit. */
const SHARES = `
  WITH lately AS (
    SELECT instance_id, sum(cpu_milli::numeric * readings) / sum(readings) AS cpu_milli,
           sum(memory_mb::numeric * readings) / sum(readings) AS memory_mb
      FROM usage_samples WHERE resolution = '5m' AND at > $1::timestamptz - interval '15 minutes' AND at <= $1
     GROUP BY instance_id HAVING count(*) >= 3
  ), shares AS (
    SELECT i.id, i.status = 'RUNNING' AND i.released_at IS NULL AS runs, limits.kind, floor(limits.percent)::int AS percent
      FROM service_instances i
      JOIN subscriptions s ON s.id = i.subscription_id
      JOIN service_plans plan ON plan.id = s.plan_id
      LEFT JOIN lately ON lately.instance_id = i.id
     CROSS JOIN LATERAL (VALUES ('PROCESSOR_NEARLY_USED', 100 * lately.cpu_milli / plan.cpu_milli),
                                ('MEMORY_NEARLY_USED', 100 * lately.memory_mb / plan.memory_mb)) AS limits (kind, percent)
     WHERE lately.instance_id IS NOT NULL
        OR EXISTS (SELECT FROM alerts a WHERE a.instance_id = i.id AND a.kind = limits.kind AND a.closed_at IS NULL)
  )
  SELECT shares.id AS "instanceId", shares.kind, shares.runs, shares.percent
    FROM shares LEFT JOIN alerts a ON a.instance_id = shares.id AND a.kind = shares.kind AND a.closed_at IS NULL
   WHERE a.id IS NOT NULL OR (shares.runs AND shares.percent >= $2)`;

/** Says of each instance that is near its plan's processor or memory that it is, until it is not, or does not run. */
export async function alertOnLimits(dataSource: DataSource, now: Date): Promise<void> {
  const rows: { instanceId: string; kind: Kind; runs: boolean; percent: number | null }[] =
    await dataSource.query(SHARES, [now, NEARLY]);
  for (const { instanceId, kind, runs, percent } of rows) {
    const subject = { kind, subject: instanceId };
    const isOver = !runs || (percent !== null && percent < OVER);
    if (isOver) await withTransaction(dataSource, (tx) => closeAlert(tx, subject, now));
    // Without readings, or in between, what was said stays said.
    else if (percent !== null && percent >= NEARLY) {
      const message = `It has used ${percent}% of its plan's ${KINDS[kind]} for a quarter of an hour.`;
      await withTransaction(dataSource, (tx) =>
        raiseAlert(tx, { ...subject, instanceId, message, details: { percent } }, now),
      );
    }
  }
}
