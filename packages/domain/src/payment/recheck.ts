import { Payment } from '@minispod/database/entities/payment.entity';
import { withTransaction } from '@minispod/database/transaction';
import { recordAction } from '../audit-log/record.js';
import { notFound } from '../errors.js';
import { checkTopUp } from './check-top-up.js';
import type { PaymentDeps } from './converge-payment.js';

/**
 * An administrator asks the gateway about a top-up, however long ago it ended. GATEWAY_ERROR when it does not answer. A
 * transfer by hand stays as it is: people judge it.
 */
export async function recheckPayment(
  deps: PaymentDeps,
  administratorId: string,
  transactionId: string,
  now: Date,
): Promise<void> {
  const payment = await deps.dataSource.manager.findOneBy(Payment, { transactionId });
  if (!payment) throw notFound('Top-up');
  const { paymentStatus } = await checkTopUp(deps, payment.userId, transactionId, now);
  const details = { transactionId, from: payment.status, to: paymentStatus };
  const action = { action: 'payment.recheck', subject: 'payment', subjectId: payment.id, details } as const;
  await withTransaction(deps.dataSource, (tx) =>
    recordAction(tx, { actorId: administratorId, ...action }, now),
  );
}
