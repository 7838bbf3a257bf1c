import { cleanText } from '@minispod/contracts/clean-text';
import { Order } from '@minispod/database/entities/order.entity';
import { Payment } from '@minispod/database/entities/payment.entity';
import { User } from '@minispod/database/entities/user.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { DomainError } from '../errors.js';
import { transition } from '../history/transition.js';
import { forget } from '../idempotency/once.js';
import { enqueue } from '../outbox/enqueue.js';
import {
  type CreatedPayment,
  type GatewayMethod,
  GatewayRejected,
  GatewayUnreachable,
} from '../ports/payment-gateway.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import type { PaymentDeps } from './converge-payment.js';
import { gatewayOf } from './gateways.js';
import type { Doors } from './open-payment.js';
import { settlePayment } from './settle-payment.js';

export interface TopUpDeps extends PaymentDeps, Doors {
  /** PUBLIC_URL: the payment page sends the customer back to this console. */
  publicUrl: string;
}

/** Opens a stored payment at its gateway and keeps what the payer needs. GATEWAY_ERROR, see `beginPayment`. */
export async function openAtGateway(
  deps: TopUpDeps,
  payment: Payment,
  requestId: string | undefined,
  now: Date,
): Promise<void> {
  const { dataSource, gateways, publicUrl } = deps;
  const { name, email, phone } = await dataSource.manager.findOneByOrFail(User, { id: payment.userId });
  let created: CreatedPayment;
  try {
    created = await gatewayOf(gateways, payment.gateway).create({
      paymentId: payment.id,
      amount: payment.amount,
      method: payment.method as GatewayMethod,
      bank: payment.bank ?? undefined,
      wallet: payment.eWallet ?? undefined,
      description: await describe(dataSource, payment),
      customer: { name, email, phone },
      createdAt: payment.createdAt,
      expiresAt: payment.expiresAt,
      returnUrl: `${publicUrl}/wallet/top-up/${payment.transactionId}`,
    });
  } catch (error) {
    if (error instanceof GatewayRejected) await giveUp(deps, payment, error, requestId, now);
    else await releaseOpening(dataSource, payment);
    throw asGatewayError(error, payment);
  }
  const status = await withTransaction(dataSource, async (tx) => {
    // A payment changes its state under its owner's wallet alone: another request may be withdrawing this one.
    await lockWallet(tx, payment.userId);
    await tx.update(
      Payment,
      { id: payment.id },
      {
        snapToken: created.snapToken ?? null,
        redirectUrl: created.redirectUrl ?? null,
        qrString: created.qrString ?? null,
        instructions: created.instructions,
        gatewayReference: created.gatewayReference ?? null,
      },
    );
    // A notification may have been faster; then it is PAID already and stays so.
    await transition(tx, 'payment', payment.id, ['UNCERTAIN', 'PENDING'], { actor: 'gateway' }, now);
    const { status } = await tx.findOneByOrFail(Payment, { id: payment.id });
    // Withdrawn while it was being opened: now there is something to cancel at the gateway.
    if (status === 'CANCELLED') await enqueue(tx, 'converge-payment', { paymentId: payment.id }, now);
    return status;
  });
  if (status === 'CANCELLED')
    throw new DomainError(
      'CONFLICT',
      'This payment was cancelled or replaced while it was being opened, and no money moved by it: see what is left to pay',
      { transactionId: payment.transactionId },
    );
}

/** What the payer reads at the gateway, which takes no more than 50 characters of it. */
async function describe({ manager }: DataSource, { orderId }: Payment): Promise<string> {
  if (orderId === null) return 'MinisPod credit';
  const { serviceName, planName } = await manager.findOneByOrFail(Order, { id: orderId });
  return cleanText(`${serviceName} ${planName}`, 50);
}

/** Whoever asks again need not wait for us. */
export async function releaseOpening(dataSource: DataSource, { id }: Payment): Promise<void> {
  await dataSource.manager.update(Payment, { id }, { openingUntil: null });
}

/** The gateway said no for certain. The intent is forgotten, so that the same request may be tried anew. */
async function giveUp(
  { dataSource }: TopUpDeps,
  payment: Payment,
  error: GatewayRejected,
  requestId: string | undefined,
  now: Date,
): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const refusal = {
      reversals: [],
      gatewayTransactionId: null,
      orderId: null,
      grossAmount: null,
      currency: null,
      paymentType: null,
      fraudStatus: null,
    };
    await settlePayment(
      tx,
      payment.id,
      { ...refusal, state: 'FAILED', rawStatus: 'rejected', raw: { message: error.message } },
      now,
    );
    if (requestId !== undefined) await forget(tx, payment.userId, requestId);
  });
}

/** What the customer is told of a gateway that refused or did not answer. */
export function asGatewayError(error: unknown, { transactionId }: Payment): unknown {
  if (error instanceof GatewayUnreachable) {
    return new DomainError(
      'GATEWAY_ERROR',
      'The payment provider did not answer. No money moved: try again',
      {
        transactionId,
      },
    );
  }
  if (error instanceof GatewayRejected) {
    return new DomainError(
      'GATEWAY_ERROR',
      'The payment provider refused this payment: choose another method',
      {
        transactionId,
      },
    );
  }
  return error;
}
