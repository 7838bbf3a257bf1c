import type { InstanceView } from '@minispod/contracts/instance';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { DomainError, notFound } from '../errors.js';
import { announce } from '../live/announce.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { type LoadedInstance, loadInstance } from './load-instance.js';
import { toInstanceView } from './views.js';
import { setWish } from './wishes.js';

/**
 * Its owner wants it to run or to stop; the cluster follows. Wishing what is wished already changes nothing. CONFLICT, with
 * the reason, while it is being set up or changed, after its end, and while somebody else keeps it stopped.
 */
export async function setPower(
  dataSource: DataSource,
  userId: string,
  id: string,
  wish: 'RUN' | 'STOP',
  now: Date,
): Promise<InstanceView> {
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const loaded = await loadInstance(tx, id, userId);
    if (!loaded) throw notFound('Instance');
    refuseWhileOthersDecide(loaded);
    if (loaded.instance.customerWish !== wish) {
      await setWish(tx, loaded.subscription.id, 'customerWish', wish, now);
      await announce(tx, { topic: 'instance', userId, id });
    }
    const { instance, service, plan, version } = required(await loadInstance(tx, id));
    return toInstanceView(instance, service, plan, version.version);
  });
}

function refuseWhileOthersDecide({ instance, subscription }: LoadedInstance): void {
  const { status, billingWish, administratorWish } = instance;
  const refuse = (message: string) => new DomainError('CONFLICT', message, { status });
  if (status === 'PENDING' || status === 'PROVISIONING') throw refuse('It is still being set up');
  if (status === 'TERMINATED' || status === 'ERROR') throw refuse('It has ended');
  if (subscription.status === 'PENDING_UPGRADE') throw refuse('An upgrade is under way');
  if (administratorWish === 'STOP') throw refuse('It was stopped by an administrator');
  if (billingWish === 'STOP') throw refuse('It is suspended until it is paid: top up and it comes back');
}
