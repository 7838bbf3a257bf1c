import type { DecidePaymentInput } from '@minispod/contracts/payments';
import { Payment } from '@minispod/database/entities/payment.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { recordAction } from '../audit-log/record.js';
import { DomainError, notFound } from '../errors.js';
import { actOrAsk } from '../money-action/act-or-ask.js';
import { DEFAULT_APPROVALS } from '../money-action/approval-settings.js';
import { enqueue } from '../outbox/enqueue.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { endUnpaid } from './end-unpaid.js';
import { isOpen } from './rules/decide.js';
import { decisionsFor } from './rules/decisions.js';
import { credit } from './settle-payment.js';

/**
 * An administrator decides about money at a gateway that was not credited by itself, or ends a card's review: our amount,
 * or nothing. Credit above the limits waits for a second administrator. The same decision again changes nothing; CONFLICT
 * where nothing, or not that, is to be decided, FORBIDDEN for credit to the administrator's own wallet. What ends is
 * cancelled at the gateway.
 */
export async function decidePayment(
  dataSource: DataSource,
  administratorId: string,
  { id: transactionId, decision, reason }: DecidePaymentInput,
  now: Date,
  approvals = DEFAULT_APPROVALS,
): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const found = await tx.findOneBy(Payment, { transactionId });
    if (!found) throw notFound('Top-up');
    const wallet = await lockWallet(tx, found.userId);
    const payment = await tx.findOneByOrFail(Payment, { id: found.id });
    if (payment.reviewedAt !== null && (payment.paidAt !== null) === (decision === 'CREDIT')) return;
    refuseUnlessOpen(payment, decision);
    if (decision === 'REJECT') {
      await reject(tx, { ...payment, reviewNote: reason }, `administrator:${administratorId}`, now);
      return recordDecision(tx, payment, { administratorId, decision, reason }, now);
    }
    const input = { paymentId: payment.id, reason };
    const action = {
      kind: 'CREDIT_PAYMENT',
      requestedBy: administratorId,
      userId: payment.userId,
      amount: payment.amount,
      reason,
      subjectId: transactionId,
      input,
    } as const;
    await actOrAsk(tx, approvals, action, now, () => creditDecided(tx, wallet, administratorId, input, now));
  });
}

/** Credits it, at once or after its approval. The wallet is locked. */
export async function creditDecided(
  tx: Tx,
  wallet: Wallet,
  administratorId: string,
  { paymentId, reason }: { paymentId: string; reason: string },
  now: Date,
): Promise<void> {
  const payment = await tx.findOneByOrFail(Payment, { id: paymentId });
  refuseUnlessOpen(payment, 'CREDIT');
  const evidence = { decidedBy: administratorId, reason, answer: payment.evidence };
  await credit(tx, wallet, payment, evidence, { actor: `administrator:${administratorId}` }, now);
  await recordDecision(tx, payment, { administratorId, decision: 'CREDIT', reason }, now);
}

async function recordDecision(
  tx: Tx,
  { id, transactionId, amount, gatewayStatus }: Payment,
  { administratorId, decision, reason }: Omit<DecidePaymentInput, 'id'> & { administratorId: string },
  now: Date,
): Promise<void> {
  const reviewNote = decision === 'REJECT' ? reason : null;
  await tx.update(Payment, { id }, { reviewedBy: administratorId, reviewedAt: now, reviewNote });
  const details = { transactionId, decision, reason, amount, gatewayStatus };
  const action = { action: 'payment.decide', subject: 'payment', subjectId: id, details } as const;
  await recordAction(tx, { actorId: administratorId, ...action }, now);
}

function refuseUnlessOpen(payment: Payment, decision: DecidePaymentInput['decision']): void {
  const possible = decisionsFor(payment);
  if (possible.includes(decision)) return;
  const message =
    possible.length > 0
      ? 'The card is still under review at its bank, so there is no money to credit: reject it, or wait'
      : 'Nothing about this payment waits for a decision: nothing was changed';
  throw new DomainError('CONFLICT', message, { status: payment.status });
}

async function reject(tx: Tx, payment: Payment, actor: `administrator:${string}`, now: Date): Promise<void> {
  const { id, status } = payment;
  const cause = { actor, reason: 'NOT_ACCEPTED' };
  if (isOpen(status)) await endUnpaid(tx, payment, { status: 'FAILED', failure: 'NOT_ACCEPTED' }, cause, now);
  await tx.update(Payment, { id }, { flag: null });
  await enqueue(tx, 'converge-payment', { paymentId: id }, now);
}
