import { cleanText } from '@minispod/contracts/clean-text';
import { InstanceActivity } from '@minispod/database/entities/instance-activity.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { type DataSource, In } from 'typeorm';
import { raiseAlert } from '../alert/raise.js';
import { recordActivity } from '../instance/record-activity.js';
import { announce } from '../live/announce.js';
import { alertKindOf } from './rules/alert-kind.js';
import type { Verdict } from './rules/judge.js';

/** An instance that comes and goes is written into its activities once in this time, in ms. */
const FLAPPING = 10 * 60_000;

type Finding = Extract<Verdict, { is: 'HEALTHY' | 'UNHEALTHY' }>;

/**
 * Writes the health an instance was found in, unless it was stopped meanwhile or is being worked on. A crash loop and a lack of memory alert at once, everything else by the sweep when it lasts. False:
 * it was known.
 */
export async function recordHealth(
  dataSource: DataSource,
  instanceId: string,
  found: Finding,
  now: Date,
): Promise<boolean> {
  const finding = found.is === 'HEALTHY' ? found : { ...found, reason: cleanText(found.reason, 1_000) };
  const status = finding.is === 'HEALTHY' ? 'healthy' : 'unhealthy';
  const { code, reason } = finding.is === 'UNHEALTHY' ? finding : { code: null, reason: null };
  return withTransaction(dataSource, async (tx) => {
    const [[changed]] = await tx.query(
      `WITH before AS (
         SELECT i.id, i.health_status, s.user_id,
                (i.health_status, i.health_code, i.health_reason) IS DISTINCT FROM ($2, $3, $4) AS is_other
           FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id
          WHERE i.id = $1 FOR UPDATE OF i)
       UPDATE service_instances i
          SET health_status = $2, health_code = $3, health_reason = $4, last_health_check = $5,
              health_since = CASE WHEN i.health_status = $2 THEN i.health_since ELSE $5 END
         FROM before
        WHERE i.id = before.id AND i.status = 'RUNNING' AND i.released_at IS NULL
          AND NOT EXISTS (SELECT FROM instance_operations o WHERE o.instance_id = i.id AND o.status IN ('PENDING', 'RUNNING'))
       RETURNING before.health_status AS "from", before.user_id AS "userId", before.is_other AS "isOther"`,
      [instanceId, status, code, reason, now],
    );
    if (!changed) return false;
    if (changed.from !== status) await writeActivity(tx, instanceId, finding, now);
    if (finding.is === 'UNHEALTHY' && isUrgent(finding)) {
      const kind = alertKindOf(finding.code);
      const details = { code: finding.code };
      await raiseAlert(tx, { kind, subject: instanceId, instanceId, message: finding.reason, details }, now);
    }
    if (changed.isOther) await announce(tx, { topic: 'instance', userId: changed.userId, id: instanceId });
    return changed.isOther;
  });
}

/** One fall with a quick restart is no loop; a lack of memory comes again. */
function isUrgent({ code, isCertain }: Extract<Verdict, { is: 'UNHEALTHY' }>): boolean {
  return code === 'OUT_OF_MEMORY' || (code === 'CRASH_LOOP' && isCertain);
}

/** A fall that came too soon after the last one to be written, and lasts: its activities must not end with a recovery. */
export async function writeLastingFall(
  tx: Tx,
  instanceId: string,
  details: { code: string | null; reason: string | null },
  now: Date,
): Promise<void> {
  const last = await lastActivity(tx, instanceId);
  if (last?.kind !== 'UNHEALTHY') await recordActivity(tx, instanceId, 'UNHEALTHY', 'system', details, now);
}

function lastActivity(tx: Tx, instanceId: string): Promise<InstanceActivity | null> {
  return tx.findOne(InstanceActivity, {
    where: { instanceId, kind: In(['UNHEALTHY', 'HEALTHY']) },
    order: { at: 'DESC', id: 'DESC' },
  });
}

/** Falls are written with a pause between them, recoveries only after a fall that was written. */
async function writeActivity(tx: Tx, instanceId: string, finding: Finding, now: Date): Promise<void> {
  const last = await lastActivity(tx, instanceId);
  if (finding.is === 'HEALTHY') {
    if (last?.kind === 'UNHEALTHY') await recordActivity(tx, instanceId, 'HEALTHY', 'system', {}, now);
    return;
  }
  const isFlapping = last !== null && now.getTime() - last.at.getTime() < FLAPPING;
  if (isFlapping) return;
  const { code, reason } = finding;
  await recordActivity(tx, instanceId, 'UNHEALTHY', 'system', { code, reason }, now);
}
