import type { Payment } from '@minispod/database/entities/payment.entity';
import type { Tx } from '@minispod/database/transaction';
import { releaseOrder } from '../checkout/release-order.js';
import { notify } from '../notification/notify.js';
import { type Cause, close, type Ending } from './withdraw.js';

const END_REASONS = { FAILED: 'PAYMENT_FAILED', CANCELLED: 'CANCELLED', EXPIRED: 'PAYMENT_EXPIRED' } as const;

/** Ends a payment without money, and with it the order that waited for it. The wallet of its owner is locked. */
export async function endUnpaid(
  tx: Tx,
  payment: Payment,
  ending: Ending,
  cause: Cause,
  now: Date,
): Promise<void> {
  const { id, userId, amount, orderId } = payment;
  await close(tx, payment, ending, cause, now);
  await notify(
    tx,
    {
      userId,
      kind: 'TOP_UP_FAILED',
      dedupeKey: `TOP_UP_FAILED:${id}`,
      data: { amount, reason: ending.failure, ...(payment.reviewNote && { note: payment.reviewNote }) },
      link: '/wallet',
    },
    now,
  );
  if (orderId !== null)
    await releaseOrder(tx, orderId, { actor: cause.actor, reason: END_REASONS[ending.status] }, now);
}
