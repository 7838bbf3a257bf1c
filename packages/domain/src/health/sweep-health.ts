import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import { HEALTH_KINDS } from '../alert/health-kinds.js';
import { type AlertSubject, raiseAlert } from '../alert/raise.js';
import { eachAlone, eachPart } from '../sweep/each-alone.js';
import { writeLastingFall } from './record-health.js';
import { alertKindOf } from './rules/alert-kind.js';

/** Unhealthy this long is worth an alert, and healthy this long ends it. */
const LASTING = '2 minutes';
/** After an alert that came back within `RETURNS_WITHIN`, health must last this long: nobody is told every few minutes. */
const LASTING_AFTER_RETURN = '30 minutes';
const RETURNS_WITHIN = '1 hour';
/** Alerts raised or closed in one pass. */
const BATCH = 500;

interface Illness {
  instanceId: string;
  code: string | null;
  reason: string | null;
}

/** Raises an alert for each instance that has been unhealthy for two minutes, and closes those of instances that recovered. */
export async function alertOnHealth(dataSource: DataSource, now: Date): Promise<void> {
  const pass = (name: string) => ({ dataSource, name, now });
  const raise = ({ instanceId, code, reason }: Illness) =>
    withTransaction(dataSource, async (tx) => {
      const alert = { kind: alertKindOf(code ?? ''), subject: instanceId, instanceId, details: { code } };
      await raiseAlert(tx, { ...alert, message: reason ?? 'It is not healthy.' }, now);
      await writeLastingFall(tx, instanceId, { code, reason }, now);
    });
  const close = (alert: AlertSubject) => withTransaction(dataSource, (tx) => closeAlert(tx, alert, now));
  await eachPart(pass('health-alerts'), {
    raise: () =>
      eachAlone(pass('health-alerts-raised'), (resting) => findIll(dataSource, now, resting), raise, {
        subjectOf: ({ instanceId }) => instanceId,
      }),
    seen: () => markSeen(dataSource, now),
    close: () =>
      eachAlone(pass('health-alerts-closed'), (resting) => findOver(dataSource, now, resting), close, {
        subjectOf: ({ subject }) => subject,
      }),
  });
}

const KINDS = [...HEALTH_KINDS];

function findIll(dataSource: DataSource, now: Date, except: string[]): Promise<Illness[]> {
  return dataSource.query(
    `SELECT i.id AS "instanceId", i.health_code AS code, i.health_reason AS reason
       FROM service_instances i
      WHERE i.health_status = 'unhealthy' AND i.released_at IS NULL AND i.status = 'RUNNING'
        AND i.health_since <= $1::timestamptz - interval '${LASTING}' AND i.id::text <> ALL($3)
        AND NOT EXISTS (SELECT FROM alerts a WHERE a.instance_id = i.id AND a.kind = ANY($2) AND a.closed_at IS NULL)
      ORDER BY i.health_since LIMIT ${BATCH}`,
    [now, KINDS, except],
  );
}

function markSeen(dataSource: DataSource, now: Date): Promise<unknown> {
  return dataSource.query(
    `UPDATE alerts a SET last_seen_at = $1 FROM service_instances i
      WHERE i.id = a.instance_id AND a.kind = ANY($2) AND a.closed_at IS NULL AND i.health_status = 'unhealthy'`,
    [now, KINDS],
  );
}

function findOver(dataSource: DataSource, now: Date, except: string[]): Promise<AlertSubject[]> {
  return dataSource.query(
    `SELECT a.kind, a.subject FROM alerts a JOIN service_instances i ON i.id = a.instance_id
      WHERE a.kind = ANY($2) AND a.closed_at IS NULL AND a.subject <> ALL($3)
        AND (i.status <> 'RUNNING' OR i.released_at IS NOT NULL
          OR (i.health_status = 'healthy' AND i.health_since <= $1::timestamptz - CASE WHEN EXISTS (
                SELECT FROM alerts earlier
                 WHERE earlier.instance_id = a.instance_id AND earlier.kind = ANY($2) AND earlier.closed_at <= a.raised_at
                   AND earlier.closed_at > a.raised_at - interval '${RETURNS_WITHIN}')
              THEN interval '${LASTING_AFTER_RETURN}' ELSE interval '${LASTING}' END))
      ORDER BY a.raised_at LIMIT ${BATCH}`,
    [now, KINDS, except],
  );
}
