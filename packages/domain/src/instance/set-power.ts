import type { InstanceView } from '@minispod/contracts/instance';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { announce } from '../live/announce.js';
import { lockOwned } from './lock-instance.js';
import { recordActivity } from './record-activity.js';
import { refuseWhileOthersDecide } from './refuse.js';
import { viewInstance } from './views.js';
import { setInstanceWish } from './wishes.js';

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
    const loaded = await lockOwned(tx, userId, id);
    await refuseWhileOthersDecide(tx, loaded);
    if (loaded.instance.customerWish !== wish) {
      await setInstanceWish(tx, id, 'customerWish', wish, now);
      await recordActivity(tx, id, wish === 'RUN' ? 'STARTED' : 'STOPPED', `user:${userId}`, {}, now);
      await announce(tx, { topic: 'instance', userId, id });
    }
    return viewInstance(tx, id);
  });
}
