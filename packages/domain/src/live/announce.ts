import type { LiveChange } from '@minispod/contracts/live';
import type { Tx } from '@minispod/database/transaction';

/** Tells open consoles, when this commits, that something of a user changed. They ask again for what. */
export async function announce(tx: Tx, ...changes: LiveChange[]): Promise<void> {
  await tx.query(`SELECT pg_notify('live', change) FROM unnest($1::text[]) AS change`, [
    changes.map((change) => JSON.stringify(change)),
  ]);
}

/** Tells its owner's open consoles, when this commits, that something of an instance changed. */
export async function announceInstance(tx: Tx, instanceId: string): Promise<void> {
  await tx.query(
    `SELECT pg_notify('live', json_build_object('topic', 'instance', 'userId', s.user_id, 'id', i.id)::text)
       FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id WHERE i.id = $1`,
    [instanceId],
  );
}
