import { Payment } from '@minispod/database/entities/payment.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { type Gateways, gatewayOf } from './gateways.js';
import type { Decision } from './rules/decide.js';
import { settlePayment } from './settle-payment.js';

export interface PaymentDeps {
  dataSource: DataSource;
  gateways: Gateways;
}

/**
 * Asks the gateway about one payment and brings ours in line. Notification, sweep, return page, button and administrator
 * all come here. Throws GatewayUnreachable when it cannot be asked; then nothing changed and the sweep asks again.
 */
export async function convergePayment(
  { dataSource, gateways }: PaymentDeps,
  paymentId: string,
  now: Date,
): Promise<Decision['do']> {
  for (;;) {
    const payment = await dataSource.manager.findOneBy(Payment, { id: paymentId });
    // A transfer by hand is judged by people.
    if (!payment || payment.gateway === 'manual') return 'wait';
    const gateway = gatewayOf(gateways, payment.gateway);
    // Cancelled here first, for another way to pay or with its order: nobody should pay it by mistake.
    if (payment.status === 'CANCELLED') await gateway.cancel({ ...payment, paymentId });
    const status = await gateway.status({ ...payment, paymentId });
    const done = await withTransaction(dataSource, (tx) =>
      settlePayment(tx, paymentId, status, now, payment.checkCount),
    );
    // Of those who race one gets through each time, so this ends.
    if (done !== 'ask-again') return done;
  }
}
