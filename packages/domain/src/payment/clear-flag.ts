import { Payment } from '@minispod/database/entities/payment.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { recordAction } from '../audit-log/record.js';
import { DomainError, notFound } from '../errors.js';
import { decisionsFor } from './rules/decisions.js';

/**
 * An administrator has looked at what a top-up was flagged for; the log keeps what they found. Without a flag nothing
 * happens; CONFLICT where money waits for a decision.
 */
export async function clearFlag(
  dataSource: DataSource,
  administratorId: string,
  { id: transactionId, reason }: { id: string; reason: string },
  now: Date,
): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const payment = await tx.findOne(Payment, {
      where: { transactionId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!payment) throw notFound('Top-up');
    const { id, flag } = payment;
    if (flag === null) return;
    if (decisionsFor(payment).includes('CREDIT'))
      throw new DomainError('CONFLICT', 'Money waits for a decision here: credit it, or reject it', { flag });
    await tx.update(Payment, { id }, { flag: null });
    const action = { action: 'payment.clearFlag', subject: 'payment', subjectId: id } as const;
    await recordAction(
      tx,
      { actorId: administratorId, ...action, details: { transactionId, flag, reason } },
      now,
    );
  });
}
