import { Order } from '@minispod/database/entities/order.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { notify } from '../notification/notify.js';
import { withdraw } from '../payment/withdraw.js';
import { required } from '../rows.js';
import { eachAlone } from '../sweep/each-alone.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { findOpenPayment, isUnderReview } from './find-open-payment.js';
import { releaseOrder } from './release-order.js';

/** Orders ended in one pass. */
const BATCH = 100;

/**
 * Ends the orders that were not paid in time, the oldest deadline first; one that cannot be ended keeps no other waiting.
 * Returns how many were found: 0 once there is nothing left to do.
 */
export async function lapseOrders(dataSource: DataSource, now: Date): Promise<number> {
  const due = (resting: string[]): Promise<{ id: string; userId: string }[]> =>
    dataSource.query(
      `SELECT id, user_id AS "userId" FROM orders
        WHERE status = 'PENDING_PAYMENT' AND pay_by <= $1 AND id <> ALL($2) ORDER BY pay_by, id LIMIT ${BATCH}`,
      [now, resting],
    );
  const found = await eachAlone(
    { dataSource, name: 'unpaid-orders', now },
    due,
    (order) => lapse(dataSource, order, now),
    { subjectOf: ({ id }) => id },
  );
  return found.length;
}

/**
 * The slot and the address are free again. A payment at a gateway is withdrawn. A transfer by hand and a payment under
 * review go on without the order, because their money may be on its way: it will be credited, and tries the order again.
 */
function lapse(dataSource: DataSource, order: { id: string; userId: string }, now: Date): Promise<void> {
  const { id, userId } = order;
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const { status, serviceName, total } = await tx.findOneByOrFail(Order, { id });
    // It may have been paid while we waited for the wallet.
    if (status !== 'PENDING_PAYMENT') return;
    const payment = required(await findOpenPayment(tx, id));
    const mayStillCome = payment.gateway === 'manual' || isUnderReview(payment);
    if (!mayStillCome) await withdraw(tx, payment, { actor: 'system', reason: 'ORDER_LAPSED' }, now);
    await notify(
      tx,
      {
        userId,
        kind: 'ORDER_LAPSED',
        dedupeKey: `ORDER_LAPSED:${id}`,
        data: { serviceName, amount: total, mayStillCome },
        link: mayStillCome ? `/wallet/top-up/${payment.transactionId}` : '/catalog',
      },
      now,
    );
    await releaseOrder(tx, id, { actor: 'system', reason: 'PAYMENT_EXPIRED' }, now);
  });
}
