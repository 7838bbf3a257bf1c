import { cleanJson, cleanText } from '@minispod/contracts/clean-text';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import type { InstanceProblemCode } from '../ports/cluster.js';
import { HEALTH_KINDS, healthAlertsOpen } from './health-kinds.js';
import { type AlertOwner, ownerOf } from './owner.js';

export interface AlertSubject {
  kind: string;
  /** What it is about, e.g. the instance's id: one alert of a kind is open for a subject. */
  subject: string;
}

export interface NewAlert extends AlertSubject {
  /** One sentence for people. */
  message: string;
  /**
   * Facts for operators and for the owner's notification: `code` of an ill instance, `percent` and `storageGb` of a full
   * volume, `domain` of a certificate, `isFinal` of a backup.
   */
  details?: Record<string, unknown>;
  /** Whose it is; found by the instance when that alone is given. */
  userId?: string;
  instanceId?: string;
  severity?: 'WARNING' | 'CRITICAL';
}

/**
 * Says that something must be looked at. While it is open, saying it again moves `last_seen_at` and renews the words. True
 * when it is newly raised: then the owner of the instance is told, once for each alert.
 */
export async function raiseAlert(tx: Tx, alert: NewAlert, now: Date): Promise<boolean> {
  const { kind, subject, details = {}, instanceId = null, severity = 'WARNING' } = alert;
  const message = cleanText(alert.message, 2_000);
  const owner = instanceId === null ? null : await ownerOf(tx, instanceId);
  const id = newId();
  const userId = alert.userId ?? owner?.userId ?? null;
  const wasIll = instanceId !== null && (await healthAlertsOpen(tx, instanceId)) > 0;
  const [raised] = await tx.query(
    `INSERT INTO alerts (id, kind, subject, message, details, raised_at, last_seen_at, user_id, instance_id, severity)
     VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)
     ON CONFLICT (kind, subject) WHERE closed_at IS NULL
     DO UPDATE SET message = excluded.message, details = excluded.details, severity = excluded.severity,
                   last_seen_at = greatest(alerts.last_seen_at, excluded.last_seen_at)
     RETURNING id`,
    [id, kind, subject, message, cleanJson(JSON.stringify(details)), now, userId, instanceId, severity],
  );
  const isNew = raised.id === id;
  if (!isNew || !owner) return isNew;
  // Falling ill in another way is the same illness to its owner.
  if (!(HEALTH_KINDS.has(kind) && wasIll)) await tell(tx, owner, { ...alert, id, details }, now);
  await announce(tx, { topic: 'instance', userId: owner.userId, id: owner.instanceId });
  return true;
}

async function tell(
  tx: Tx,
  { userId, instanceId, serviceName, instanceName }: AlertOwner,
  { id, kind, message, details }: NewAlert & { id: string; details: Record<string, unknown> },
  now: Date,
): Promise<void> {
  const names = { serviceName, instanceName };
  const told = { userId, dedupeKey: `${kind}:${id}`, link: `/services/${instanceId}` };
  switch (kind) {
    case 'INSTANCE_UNHEALTHY':
    case 'INSTANCE_CRASH_LOOP':
    case 'INSTANCE_OUT_OF_MEMORY': {
      const data = { ...names, problemCode: details.code as InstanceProblemCode, message };
      return notify(tx, { ...told, kind: 'INSTANCE_UNHEALTHY', data }, now);
    }
    case 'VOLUME_NEARLY_FULL': {
      const data = { ...names, percent: Number(details.percent), storageGb: Number(details.storageGb) };
      return notify(tx, { ...told, kind, data }, now);
    }
    case 'PROCESSOR_NEARLY_USED':
    case 'MEMORY_NEARLY_USED': {
      const data = { ...names, percent: Number(details.percent) };
      return notify(tx, { ...told, kind, data }, now);
    }
    case 'CERTIFICATE_TROUBLE': {
      const data = { ...names, domain: String(details.domain), reason: message };
      return notify(tx, { ...told, kind, data }, now);
    }
    case 'BACKUP_FAILED': {
      const data = { ...names, reason: message, isFinal: details.isFinal === true };
      return notify(tx, { ...told, kind, data }, now);
    }
  }
}
