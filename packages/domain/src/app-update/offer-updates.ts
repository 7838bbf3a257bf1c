import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { notifyAll } from '../notification/notify.js';
import { allOrEach } from '../sweep/each-alone.js';

/** Told in one pass. */
const BATCH = 500;

interface Offer {
  instanceId: string;
  userId: string;
  serviceName: string;
  instanceName: string;
  version: string;
  current: string;
  isSecurityRelease: boolean;
}

/** Tells owners of a newer version of their app, once for each instance and version. */
export async function offerUpdates(dataSource: DataSource, now: Date): Promise<void> {
  await allOrEach(
    { dataSource, name: 'update-offers', now },
    (resting) => findOffers(dataSource, resting),
    (offers) => withTransaction(dataSource, (tx) => tell(tx, offers, now)),
    { subjectOf: ({ instanceId }) => instanceId },
  );
}

function findOffers(dataSource: DataSource, except: string[]): Promise<Offer[]> {
  return dataSource.query(
    `SELECT i.id AS "instanceId", s.user_id AS "userId", service.name AS "serviceName", i.name AS "instanceName",
            newest.version, running.version AS current, coalesce((newest.template->>'isSecurityRelease')::boolean, false) AS "isSecurityRelease"
       FROM services service
       JOIN service_versions newest ON newest.service_id = service.id AND newest.version = service.version AND newest.withdrawn_reason IS NULL
       JOIN service_versions running ON running.service_id = service.id AND running.id <> newest.id AND running.created_at < newest.created_at
       JOIN service_instances i ON i.service_version_id = running.id AND i.released_at IS NULL
       JOIN subscriptions s ON s.id = i.subscription_id
      WHERE i.status IN ('RUNNING', 'STOPPED') AND i.deletion_due_at IS NULL AND i.id::text <> ALL($1)
        AND NOT EXISTS (SELECT FROM notifications n WHERE n.dedupe_key = 'UPDATE_OFFERED:' || i.id || ':' || newest.version)
      LIMIT ${BATCH}`,
    [except],
  );
}

function tell(tx: Tx, offers: Offer[], now: Date): Promise<void> {
  return notifyAll(
    tx,
    offers.map(({ instanceId, userId, ...data }) => ({
      userId,
      kind: 'UPDATE_OFFERED' as const,
      dedupeKey: `UPDATE_OFFERED:${instanceId}:${data.version}`,
      data,
      link: `/services/${instanceId}`,
    })),
    now,
  );
}
