import { Order } from '@minispod/database/entities/order.entity';
import type { Tx } from '@minispod/database/transaction';
import type { Actor } from '../history/transition.js';
import { notify } from '../notification/notify.js';
import { withdraw } from '../payment/withdraw.js';
import { required } from '../rows.js';
import { findOpenPayment, refuseUnderReview } from './find-open-payment.js';
import { releaseOrder } from './release-order.js';

/**
 * A purchase that waits for its payment is called off: the payment withdrawn, everything free again. Should it be paid all
 * the same, the money is in the wallet. CONFLICT while its payment is under review. The owner's wallet is locked.
 */
export async function abandonCheckout(
  tx: Tx,
  subscriptionId: string,
  actor: Actor,
  now: Date,
): Promise<void> {
  const { id, userId, serviceName } = await tx.findOneByOrFail(Order, {
    subscriptionId,
    status: 'PENDING_PAYMENT',
  });
  const payment = required(await findOpenPayment(tx, id));
  refuseUnderReview(payment);
  await withdraw(tx, payment, { actor, reason: 'CANCELLED' }, now);
  await notify(
    tx,
    {
      userId,
      kind: 'CANCELLED',
      dedupeKey: `CANCELLED:${subscriptionId}`,
      data: { serviceName, refunded: 0 },
      link: '/catalog',
    },
    now,
  );
  await releaseOrder(tx, id, { actor, reason: 'PAYMENT_CANCELLED' }, now);
}
