import { createHash } from 'node:crypto';
import type { ProofType, TopUpView } from '@minispod/contracts/wallet';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentProof } from '@minispod/database/entities/payment-proof.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { raiseAlert } from '../alert/raise.js';
import { DomainError, notFound } from '../errors.js';
import { transition } from '../history/transition.js';
import { newId } from '../id.js';
import { announce } from '../live/announce.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { proofWaits } from './alert-on-payments.js';
import { getTopUp } from './get-top-up.js';

/** A file whose content was looked at: `contentType` is what it is, not what it was called. */
export interface Proof {
  content: Buffer;
  contentType: ProofType;
  fileName: string;
}

/** Of one top-up: enough for a wrong picture, too few to fill a disk with. */
const MAXIMUM = 5;

/**
 * The proof of a transfer by hand; from then on it waits for an administrator and lapses no more. The same file again
 * changes nothing. NOT_FOUND for anybody else's, CONFLICT for another kind of top-up and once it has ended.
 */
export async function uploadProof(
  dataSource: DataSource,
  userId: string,
  transactionId: string,
  { content, contentType, fileName }: Proof,
  now: Date,
): Promise<TopUpView> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  await withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const payment = await tx.findOneBy(Payment, { transactionId, userId });
    if (!payment) throw notFound('Top-up');
    if (payment.gateway !== 'manual')
      throw new DomainError('CONFLICT', 'Only a transfer by hand needs a proof', {
        gateway: payment.gateway,
      });
    if (payment.status !== 'PENDING' && payment.status !== 'IN_REVIEW')
      throw new DomainError('CONFLICT', 'This transfer has ended', { status: payment.status });
    const earlier = await tx.findBy(PaymentProof, { paymentId: payment.id });
    if (earlier.some((proof) => proof.sha256 === sha256)) return;
    if (earlier.length >= MAXIMUM)
      throw new DomainError('CONFLICT', `At most ${MAXIMUM} files for one transfer`);
    await tx.insert(PaymentProof, {
      id: newId(),
      paymentId: payment.id,
      content,
      contentType,
      sha256,
      fileName: fileName.slice(0, 200),
      createdAt: now,
    });
    const cause = { actor: `user:${userId}` as const, reason: 'PROOF_UPLOADED' };
    if (payment.status === 'PENDING') {
      const patch = { nextCheckAt: null };
      const moved = await transition(tx, 'payment', payment.id, ['PENDING', 'IN_REVIEW'], cause, now, patch);
      if (!moved) throw new Error(`payment ${payment.id} moved under the wallet's lock`);
    }
    // The customer reads that it waits for an administrator, who learns of it in the same commit.
    const alert = { kind: 'PROOF_WAITING', subject: payment.id, userId, message: proofWaits(payment.amount) };
    await raiseAlert(tx, { ...alert, details: { transactionId, amount: payment.amount } }, now);
    await announce(tx, { topic: 'wallet', userId, id: transactionId });
  });
  return getTopUp(dataSource.manager, userId, transactionId);
}
