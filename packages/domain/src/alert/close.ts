import type { Tx } from '@minispod/database/transaction';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { HEALTH_KINDS, healthAlertsOpen } from './health-kinds.js';
import { ownerOf } from './owner.js';
import type { AlertSubject } from './raise.js';

/**
 * It is no longer so. True when an alert was open. The owner hears of a recovery when the last illness of an instance that
 * runs has passed, and of nothing when it was stopped or taken away.
 */
export async function closeAlert(tx: Tx, { kind, subject }: AlertSubject, now: Date): Promise<boolean> {
  const [[closed]] = await tx.query(
    `UPDATE alerts SET closed_at = $3 WHERE kind = $1 AND subject = $2 AND closed_at IS NULL
     RETURNING id, instance_id AS "instanceId"`,
    [kind, subject, now],
  );
  if (!closed) return false;
  const owner = closed.instanceId === null ? null : await ownerOf(tx, closed.instanceId);
  if (!owner) return true;
  const { userId, instanceId, serviceName, instanceName } = owner;
  if (HEALTH_KINDS.has(kind) && owner.isWell && (await healthAlertsOpen(tx, instanceId)) === 0) {
    await notify(
      tx,
      {
        userId,
        kind: 'INSTANCE_RECOVERED',
        dedupeKey: `INSTANCE_RECOVERED:${closed.id}`,
        data: { serviceName, instanceName },
        link: `/services/${instanceId}`,
      },
      now,
    );
  }
  await announce(tx, { topic: 'instance', userId, id: instanceId });
  return true;
}
