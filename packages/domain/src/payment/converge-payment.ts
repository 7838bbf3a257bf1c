import { Payment } from '@minispod/database/entities/payment.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { Decision } from './rules/decide.js';
import { settlePayment } from './settle-payment.js';

export interface PaymentDeps {
  dataSource: DataSource;
  gateway: PaymentGateway;
}

/**
 * Asks the gateway about one payment and brings ours in line. Notification, sweep, return page and button all come here.
 * Throws GatewayUnreachable when it cannot be asked; then nothing changed and the sweep asks again.
 */
export async function convergePayment(
  { dataSource, gateway }: PaymentDeps,
  paymentId: string,
  now: Date,
): Promise<Decision['do']> {
  if (!(await dataSource.manager.existsBy(Payment, { id: paymentId }))) return 'wait';
  const status = await gateway.status(paymentId);
  return withTransaction(dataSource, (tx) => settlePayment(tx, paymentId, status, now));
}
