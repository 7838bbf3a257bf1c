import { Payment } from '@minispod/database/entities/payment.entity';
import type { Tx } from '@minispod/database/transaction';
import { lockWallet } from '../wallet/lock-wallet.js';
import { endUnpaid } from './end-unpaid.js';
import { postponeClaims } from './follow-up-claims.js';
import { isGivenUp, isOpen, nextTry } from './rules/decide.js';

/**
 * The gateway could not be asked about a payment: asked again ever slower. One whose time has been over for a day ends, so
 * that no customer waits for ever, and is flagged: should it be paid all the same, it is credited.
 */
export async function noteSilence(tx: Tx, paymentId: string, now: Date): Promise<void> {
  const { userId } = await tx.findOneByOrFail(Payment, { id: paymentId });
  await lockWallet(tx, userId);
  const payment = await tx.findOneByOrFail(Payment, { id: paymentId });
  if (isOpen(payment.status) && payment.status !== 'IN_REVIEW' && isGivenUp(payment, now)) {
    const cause = { actor: 'system', reason: 'EXPIRED' } as const;
    await endUnpaid(tx, payment, { status: 'EXPIRED', failure: 'EXPIRED' }, cause, now);
    await tx.update(Payment, { id: paymentId }, { flag: 'UNRESOLVED' });
  }
  const current = await tx.findOneByOrFail(Payment, { id: paymentId });
  // Not counted as a check: it says nothing that could make an answer on its way the older one.
  await tx.update(Payment, { id: paymentId }, { nextCheckAt: nextTry(current, now) });
  await postponeClaims(tx, paymentId, now);
}
