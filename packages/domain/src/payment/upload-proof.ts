import { createHash } from 'node:crypto';
import type { ProofType, TopUpView } from '@minispod/contracts/wallet';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentProof } from '@minispod/database/entities/payment-proof.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { raiseAlert } from '../alert/raise.js';
import { sealBytes } from '../encryption/seal.js';
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
/** Of all open transfers of one customer, in bytes. */
const MAXIMUM_OPEN_BYTES = 25 * 1024 * 1024;

/**
 * The proof of a transfer by hand; from then on it waits for an administrator and lapses no more. The same file again
 * changes nothing. It is kept sealed, as a bank slip shows an account. NOT_FOUND for anybody else's, CONFLICT for another kind of top-up and once it has ended.
 */
export async function uploadProof(
  dataSource: DataSource,
  userId: string,
  transactionId: string,
  { content, contentType, fileName }: Proof,
  encryptionKey: string,
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
    if ((await openProofBytes(tx, userId)) + content.length > MAXIMUM_OPEN_BYTES)
      throw new DomainError(
        'CONFLICT',
        'The files of your open transfers are too large together: use a smaller picture',
      );
    const id = newId();
    await tx.insert(PaymentProof, {
      id,
      paymentId: payment.id,
      content: sealBytes(encryptionKey, { column: 'proof', id }, content),
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

async function openProofBytes(tx: Tx, userId: string): Promise<number> {
  const [{ bytes }] = await tx.query<[{ bytes: number }]>(
    `SELECT coalesce(sum(octet_length(p.content)), 0)::bigint AS bytes
       FROM payment_proofs p JOIN payments y ON y.id = p.payment_id
      WHERE y.user_id = $1 AND y.status IN ('PENDING', 'IN_REVIEW')`,
    [userId],
  );
  return bytes;
}
