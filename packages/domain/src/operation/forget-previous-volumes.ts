import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { type DataSource, LessThanOrEqual } from 'typeorm';
import { eachAlone } from '../sweep/each-alone.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { findOpenOperation } from './find-open.js';

/** Looked at in one pass. */
const BATCH = 100;

/**
 * The volumes from before a restore whose week is over are nobody's any more: the restores that kept them owe their removal.
 * Those of an instance under operation wait.
 */
export async function forgetPreviousVolumes(dataSource: DataSource, now: Date): Promise<void> {
  const find = (resting: string[]): Promise<{ id: string; userId: string }[]> =>
    dataSource.query(
      `SELECT i.id, s.user_id AS "userId" FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id
        WHERE i.previous_until <= $1 AND i.id::text <> ALL($2) ORDER BY i.previous_until LIMIT ${BATCH}`,
      [now, resting],
    );
  const forget = ({ id, userId }: { id: string; userId: string }) =>
    withTransaction(dataSource, async (tx) => {
      // Going back to it is begun under this lock.
      await lockWallet(tx, userId);
      if (await findOpenOperation(tx, id)) return;
      const forgotten = { previousGeneration: null, previousUntil: null };
      await tx.update(ServiceInstance, { id, previousUntil: LessThanOrEqual(now) }, forgotten);
      await oweCleaning(tx, id);
    });
  await eachAlone({ dataSource, name: 'previous-volumes', now }, find, forget, { subjectOf: ({ id }) => id });
}

async function oweCleaning(tx: Tx, instanceId: string): Promise<void> {
  const last = await tx.findOne(InstanceOperation, {
    where: { instanceId, kind: 'RESTORE' },
    order: { createdAt: 'DESC' },
  });
  if (last) await tx.update(InstanceOperation, { id: last.id }, { cleanedAt: null, cleaningBeganAt: null });
}
