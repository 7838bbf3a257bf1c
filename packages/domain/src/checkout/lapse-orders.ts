import { Order } from '@minispod/database/entities/order.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { notify } from '../notification/notify.js';
import { withdraw } from '../payment/withdraw.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { findOpenPayment, isUnderReview } from './find-open-payment.js';
import { releaseOrder } from './release-order.js';

/** Orders read at a time. */
const BATCH = 100;

/**
 * Ends the orders that were not paid in time, the oldest deadline first; one that cannot be ended keeps no other waiting.
 * Returns how many ended.
 */
export async function lapseOrders(dataSource: DataSource, now: Date): Promise<number> {
  let lapsed = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  const faults: unknown[] = [];
  for (;;) {
    const due: { id: string; userId: string }[] = await dataSource.query(
      `SELECT id, user_id AS "userId" FROM orders
        WHERE status = 'PENDING_PAYMENT' AND pay_by <= $1 AND id > $2 ORDER BY id LIMIT ${BATCH}`,
      [now, after],
    );
    for (const order of due) {
      const hasLapsed = await lapse(dataSource, order, now).catch((error: unknown) => {
        faults.push(error);
        return false;
      });
      if (hasLapsed) lapsed++;
    }
    const last = due.at(-1);
    if (!last) break;
    after = last.id;
  }
  if (faults.length > 0)
    throw new AggregateError(faults, `${faults.length} unpaid orders could not be ended`);
  return lapsed;
}

/**
 * The slot and the address are free again. A payment at a gateway is withdrawn. A transfer by hand and a payment under
 * review go on without the order, because their money may be on its way: it will be credited, and tries the order again.
 */
function lapse(dataSource: DataSource, order: { id: string; userId: string }, now: Date): Promise<boolean> {
  const { id, userId } = order;
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const { status, serviceName, total } = await tx.findOneByOrFail(Order, { id });
    // It may have been paid while we waited for the wallet.
    if (status !== 'PENDING_PAYMENT') return false;
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
    return true;
  });
}
