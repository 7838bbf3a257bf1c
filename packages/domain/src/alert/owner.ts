import type { Tx } from '@minispod/database/transaction';

export interface AlertOwner {
  userId: string;
  instanceId: string;
  instanceName: string;
  serviceName: string;
  /** It is wished to run and was seen to do so. */
  isWell: boolean;
}

/** Whom an alert about an instance concerns; null when there is no such instance. */
export async function ownerOf(tx: Tx, instanceId: string): Promise<AlertOwner | null> {
  const [owner] = await tx.query(
    `SELECT s.user_id AS "userId", i.id AS "instanceId", i.name AS "instanceName", service.name AS "serviceName",
            i.status = 'RUNNING' AND i.health_status = 'healthy' AS "isWell"
       FROM service_instances i
       JOIN subscriptions s ON s.id = i.subscription_id
       JOIN services service ON service.id = s.service_id
      WHERE i.id = $1`,
    [instanceId],
  );
  return owner ?? null;
}
