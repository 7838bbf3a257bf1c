import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentProof } from '@minispod/database/entities/payment-proof.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { recordAction } from '../audit-log/record.js';
import { DomainError, notFound } from '../errors.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { endUnpaid } from './end-unpaid.js';
import { credit } from './settle-payment.js';

/**
 * An administrator has seen the money on the bank's statement: credited with the amount we asked for, once, however often
 * approved. Also after it had lapsed or was rejected by mistake. CONFLICT for a payment of a gateway: that one is asked.
 */
export async function approveTransfer(
  dataSource: DataSource,
  administratorId: string,
  transactionId: string,
  now: Date,
): Promise<void> {
  await reviewed(
    dataSource,
    administratorId,
    transactionId,
    'payment.approve',
    null,
    now,
    async (tx, wallet, payment) => {
      if (payment.paidAt !== null) return false;
      const proofs = await tx.findBy(PaymentProof, { paymentId: payment.id });
      const evidence = { approvedBy: administratorId, proofs: proofs.map(({ sha256 }) => sha256) };
      await credit(tx, wallet, payment, evidence, { actor: `administrator:${administratorId}` }, now);
      return true;
    },
  );
}

/** The money did not come, or not so: the customer reads why. Once it is credited: CONFLICT. */
export async function rejectTransfer(
  dataSource: DataSource,
  administratorId: string,
  transactionId: string,
  reason: string,
  now: Date,
): Promise<void> {
  await reviewed(
    dataSource,
    administratorId,
    transactionId,
    'payment.reject',
    reason,
    now,
    async (tx, _, payment) => {
      if (payment.status === 'FAILED') return false;
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
      return true;
    },
  );
}

async function reviewed(
  dataSource: DataSource,
  administratorId: string,
  transactionId: string,
  action: string,
  reason: string | null,
  now: Date,
  decide: (tx: Tx, wallet: Wallet, payment: Payment) => Promise<boolean>,
): Promise<void> {
  const payment = await dataSource.manager.findOneBy(Payment, { transactionId });
  if (!payment) throw notFound('Top-up');
  if (payment.gateway !== 'manual')
    throw new DomainError('CONFLICT', 'The payment provider knows whether this was paid: ask it again', {
      gateway: payment.gateway,
    });
  await withTransaction(dataSource, async (tx) => {
    const wallet = await lockWallet(tx, payment.userId);
    const current = await tx.findOneByOrFail(Payment, { id: payment.id });
    if (!(await decide(tx, wallet, current))) return;
    await tx.update(
      Payment,
      { id: payment.id },
      { reviewedBy: administratorId, reviewedAt: now, reviewNote: reason, nextCheckAt: null },
    );
    const details = { transactionId, amount: payment.amount, reason };
    await recordAction(
      tx,
      { actorId: administratorId, action, subject: 'payment', subjectId: payment.id, details },
      now,
    );
  });
}
