import type { FleetView, WithdrawVersionInput } from '@minispod/contracts/cluster';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import { recordAction } from '../audit-log/record.js';
import { notFound } from '../errors.js';
import { announce } from '../live/announce.js';
import { listFleet } from './list-fleet.js';

/**
 * Says why nobody should run a version any more, or with a null reason that it is fine again. Who runs it sees the reason;
 * nothing is changed by itself. NOT_FOUND when there is no such version.
 */
export async function withdrawVersion(
  dataSource: DataSource,
  actorId: string,
  { service, version, reason }: z.infer<typeof WithdrawVersionInput>,
  now: Date,
): Promise<z.infer<typeof FleetView>> {
  return withTransaction(dataSource, async (tx) => {
    const [[withdrawn]] = await tx.query(
      `UPDATE service_versions v SET withdrawn_reason = $3 FROM services s
        WHERE s.id = v.service_id AND s.slug = $1 AND v.version = $2 RETURNING v.id`,
      [service, version, reason],
    );
    if (!withdrawn) throw notFound('Version');
    const owners: { id: string; userId: string }[] = await tx.query(
      `SELECT i.id, s.user_id AS "userId" FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id
        WHERE i.service_version_id = $1 AND i.released_at IS NULL`,
      [withdrawn.id],
    );
    await announce(tx, ...owners.map(({ id, userId }) => ({ topic: 'instance' as const, userId, id })));
    const details = { service, version, reason, instances: owners.length };
    await recordAction(
      tx,
      { actorId, action: 'fleet.withdraw', subject: 'service', subjectId: withdrawn.id, details },
      now,
    );
    return listFleet(tx);
  });
}
