import type { DecidePaymentInput } from '@minispod/contracts/payments';
import { Payment } from '@minispod/database/entities/payment.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { recordAction } from '../audit-log/record.js';
import { DomainError, notFound } from '../errors.js';
import { enqueue } from '../outbox/enqueue.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { endUnpaid } from './end-unpaid.js';
import { isOpen } from './rules/decide.js';
import { decisionsFor } from './rules/decisions.js';
import { credit } from './settle-payment.js';

/**
 * An administrator decides about money at a gateway that was not credited by itself, or ends a card's review: our amount,
 * or nothing. The same decision again changes nothing; CONFLICT where nothing, or not that, is to be decided, FORBIDDEN for
 * credit to the administrator's own wallet. What ends is cancelled at the gateway.
 */
export async function decidePayment(
  dataSource: DataSource,
  administratorId: string,
  { id: transactionId, decision, reason }: DecidePaymentInput,
  now: Date,
): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const found = await tx.findOneBy(Payment, { transactionId });
    if (!found) throw notFound('Top-up');
    const { id, userId, amount } = found;
    const wallet = await lockWallet(tx, userId);
    const payment = await tx.findOneByOrFail(Payment, { id });
    if (payment.reviewedAt !== null && (payment.paidAt !== null) === (decision === 'CREDIT')) return;
    refuseUnlessOpen(payment, decision);
    if (decision === 'CREDIT' && userId === administratorId)
      throw new DomainError(
        'FORBIDDEN',
        'Another administrator decides about your own wallet: nothing was credited',
      );
    const actor = `administrator:${administratorId}` as const;
    if (decision === 'CREDIT') {
      const evidence = { decidedBy: administratorId, reason, answer: payment.evidence };
      await credit(tx, wallet, payment, evidence, { actor }, now);
    } else {
      await reject(tx, { ...payment, reviewNote: reason }, actor, now);
    }
    const reviewNote = decision === 'REJECT' ? reason : null;
    await tx.update(Payment, { id }, { reviewedBy: administratorId, reviewedAt: now, reviewNote });
    const details = { transactionId, decision, reason, amount, gatewayStatus: payment.gatewayStatus };
    const action = { action: 'payment.decide', subject: 'payment', subjectId: id, details } as const;
    await recordAction(tx, { actorId: administratorId, ...action }, now);
  });
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
