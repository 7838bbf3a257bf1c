import { Payment } from '@minispod/database/entities/payment.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { type GatewayState, type GatewayStatus, GatewayUnreachable } from '../ports/payment-gateway.js';
import { type Gateways, gatewayOf } from './gateways.js';
import { noteSilence } from './note-silence.js';
import { type Decision, isCredited, isOpen } from './rules/decide.js';
import { settlePayment } from './settle-payment.js';

export interface PaymentDeps {
  dataSource: DataSource;
  gateways: Gateways;
}

/** A payment in one of these can still be paid at the gateway. */
const PAYABLE: ReadonlySet<GatewayState> = new Set(['NOT_FOUND', 'PENDING', 'CHALLENGE']);

/**
 * Asks the gateway about one payment and brings ours in line. Notification, sweep, return page, button and administrator
 * all come here. One that ended here is cancelled there, so that it is not paid by mistake. Throws GatewayUnreachable when
 * the gateway cannot be asked: that is noted, and the sweep asks again.
 */
export async function convergePayment(
  { dataSource, gateways }: PaymentDeps,
  paymentId: string,
  now: Date,
): Promise<Decision['do']> {
  let outcome: Decision['do'] = 'wait';
  for (let isCancelled = false; ; ) {
    const payment = await dataSource.manager.findOneBy(Payment, { id: paymentId });
    // A transfer by hand is judged by people.
    if (!payment || payment.gateway === 'manual') return outcome;
    const status = await ask({ dataSource, gateways }, payment, now);
    const done = await withTransaction(dataSource, (tx) =>
      settlePayment(tx, paymentId, status, now, payment.checkCount),
    );
    // Of those who race one gets through each time, so this ends.
    if (done === 'ask-again') continue;
    if (done !== 'wait') outcome = done;
    if (isCancelled || !PAYABLE.has(status.state)) return outcome;
    const current = await dataSource.manager.findOneByOrFail(Payment, { id: paymentId });
    if (isOpen(current.status) || isCredited(current.status)) return outcome;
    if (!(await gatewayOf(gateways, payment.gateway).cancel({ ...current, paymentId }))) return outcome;
    isCancelled = true;
  }
}

async function ask(
  { dataSource, gateways }: PaymentDeps,
  payment: Payment,
  now: Date,
): Promise<GatewayStatus> {
  try {
    return await gatewayOf(gateways, payment.gateway).status({ ...payment, paymentId: payment.id });
  } catch (error) {
    if (error instanceof GatewayUnreachable)
      await withTransaction(dataSource, (tx) => noteSilence(tx, payment.id, now));
    throw error;
  }
}
