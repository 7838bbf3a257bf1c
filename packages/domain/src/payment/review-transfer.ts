import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentProof } from '@minispod/database/entities/payment-proof.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { recordAction } from '../audit-log/record.js';
import { DomainError, notFound } from '../errors.js';
import { actOrAsk } from '../money-action/act-or-ask.js';
import { DEFAULT_APPROVALS } from '../money-action/approval-settings.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { endUnpaid } from './end-unpaid.js';
import { credit } from './settle-payment.js';

/**
 * An administrator has seen the money on the bank's statement: credited with the amount we asked for, once, however often
 * approved. Also after it had lapsed or was rejected by mistake. Without a proof the reason is needed, which the log
 * keeps; above the limits a second administrator is asked first. CONFLICT for a payment of a gateway: that one is asked.
 */
export async function approveTransfer(
  dataSource: DataSource,
  administratorId: string,
  transactionId: string,
  now: Date,
  reason: string | null = null,
  approvals = DEFAULT_APPROVALS,
): Promise<void> {
  await withTransferLocked(dataSource, transactionId, async (tx, wallet, payment) => {
    if (payment.paidAt !== null) return;
    await refuseWithoutGrounds(tx, payment, reason);
    const input = { paymentId: payment.id, reason };
    const action = {
      kind: 'APPROVE_TRANSFER',
      requestedBy: administratorId,
      userId: payment.userId,
      amount: payment.amount,
      reason: reason ?? 'The proof of the transfer was checked',
      subjectId: transactionId,
      input,
    } as const;
    await actOrAsk(tx, approvals, action, now, () => approveLocked(tx, wallet, administratorId, input, now));
  });
}

/** Credits it, at once or after its approval. The wallet is locked. */
export async function approveLocked(
  tx: Tx,
  wallet: Wallet,
  administratorId: string,
  { paymentId, reason }: { paymentId: string; reason: string | null },
  now: Date,
): Promise<void> {
  const payment = await tx.findOneByOrFail(Payment, { id: paymentId });
  if (payment.paidAt !== null)
    throw new DomainError('CONFLICT', 'It has been credited meanwhile', { status: payment.status });
  const proofs = await tx.findBy(PaymentProof, { paymentId });
  const evidence = { approvedBy: administratorId, reason, proofs: proofs.map(({ sha256 }) => sha256) };
  await credit(tx, wallet, payment, evidence, { actor: `administrator:${administratorId}` }, now);
  await recordReview(tx, payment, administratorId, 'payment.approve', reason, now);
}

/** Nobody credits a transfer on their word alone and says nothing. */
async function refuseWithoutGrounds(tx: Tx, { id }: Payment, reason: string | null): Promise<void> {
  if (reason !== null || (await tx.existsBy(PaymentProof, { paymentId: id }))) return;
  throw new DomainError('VALIDATION_ERROR', 'No proof was uploaded: say how you know that the money came', {
    reason: 'Required without a proof',
  });
}

/** The money did not come, or not so: the customer reads why. Once it is credited: CONFLICT. */
export async function rejectTransfer(
  dataSource: DataSource,
  administratorId: string,
  transactionId: string,
  reason: string,
  now: Date,
): Promise<void> {
  await withTransferLocked(dataSource, transactionId, async (tx, _, payment) => {
    if (payment.status === 'FAILED') return;
    if (payment.status !== 'PENDING' && payment.status !== 'IN_REVIEW')
      throw new DomainError('CONFLICT', 'It has ended already', { status: payment.status });
    const cause = { actor: `administrator:${administratorId}` as const, reason: 'REJECTED' };
    await endUnpaid(
      tx,
      { ...payment, reviewNote: reason },
      { status: 'FAILED', failure: 'REJECTED' },
      cause,
      now,
    );
    await recordReview(tx, payment, administratorId, 'payment.reject', reason, now);
  });
}

async function withTransferLocked(
  dataSource: DataSource,
  transactionId: string,
  decide: (tx: Tx, wallet: Wallet, payment: Payment) => Promise<void>,
): Promise<void> {
  const payment = await dataSource.manager.findOneBy(Payment, { transactionId });
  if (!payment) throw notFound('Top-up');
  if (payment.gateway !== 'manual')
    throw new DomainError('CONFLICT', 'The payment provider knows whether this was paid: ask it again', {
      gateway: payment.gateway,
    });
  await withTransaction(dataSource, async (tx) => {
    const wallet = await lockWallet(tx, payment.userId);
    await decide(tx, wallet, await tx.findOneByOrFail(Payment, { id: payment.id }));
  });
}

async function recordReview(
  tx: Tx,
  { id, transactionId, amount }: Payment,
  administratorId: string,
  action: 'payment.approve' | 'payment.reject',
  reason: string | null,
  now: Date,
): Promise<void> {
  // The customer reads the note of a rejection; why a transfer was approved is for administrators.
  const reviewNote = action === 'payment.reject' ? reason : null;
  await tx.update(
    Payment,
    { id },
    { reviewedBy: administratorId, reviewedAt: now, reviewNote, nextCheckAt: null },
  );
  await tx.update(Transaction, { id: transactionId }, { processedBy: administratorId, adminNotes: reason });
  const details = { transactionId, amount, reason };
  await recordAction(
    tx,
    { actorId: administratorId, action, subject: 'payment', subjectId: id, details },
    now,
  );
}
