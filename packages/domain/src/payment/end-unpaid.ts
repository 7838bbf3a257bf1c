import { Order } from '@minispod/database/entities/order.entity';
import type { Payment } from '@minispod/database/entities/payment.entity';
import type { Tx } from '@minispod/database/transaction';
import { releaseOrder } from '../checkout/release-order.js';
import { notify } from '../notification/notify.js';
import { type Cause, close, type Ending } from './withdraw.js';

const END_REASONS = {
  FAILED: 'PAYMENT_FAILED',
  CANCELLED: 'PAYMENT_CANCELLED',
  EXPIRED: 'PAYMENT_EXPIRED',
} as const;

/** Ends a payment without money, and with it the order that waited for it. The wallet of its owner is locked. */
export async function endUnpaid(
  tx: Tx,
  payment: Payment,
  ending: Ending,
  cause: Cause,
  now: Date,
): Promise<void> {
  const { id, userId, amount, orderId, reviewNote } = payment;
  await close(tx, payment, ending, cause, now);
  const order = orderId === null ? null : await tx.findOneByOrFail(Order, { id: orderId });
  await notify(
    tx,
    {
      userId,
      kind: 'TOP_UP_FAILED',
      dedupeKey: `TOP_UP_FAILED:${id}`,
      data: {
        amount,
        reason: ending.failure,
        ...(reviewNote && { note: reviewNote }),
        ...(order && { serviceName: order.serviceName }),
      },
      link: order ? '/catalog' : '/wallet',
    },
    now,
  );
  if (order)
    await releaseOrder(tx, order.id, { actor: cause.actor, reason: END_REASONS[ending.status] }, now);
}
