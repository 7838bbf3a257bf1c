import { Order } from '@minispod/database/entities/order.entity';
import { Payment } from '@minispod/database/entities/payment.entity';
import { User } from '@minispod/database/entities/user.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, violatedConstraint, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { DomainError } from '../errors.js';
import { transition } from '../history/transition.js';
import { forget, once } from '../idempotency/once.js';
import {
  type CreatedPayment,
  type GatewayMethod,
  GatewayRejected,
  GatewayUnreachable,
} from '../ports/payment-gateway.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { convergePayment, type PaymentDeps } from './converge-payment.js';
import { gatewayOf } from './gateways.js';
import { type Doors, openingLease } from './open-payment.js';
import { settlePayment } from './settle-payment.js';

export interface TopUpDeps extends PaymentDeps, Doors {
  /** PUBLIC_URL: the payment page sends the customer back to this console. */
  publicUrl: string;
}

interface Intent {
  userId: string;
  requestId: string | undefined;
  operation: string;
  input: object;
}

/**
 * Stores a payment with whatever it is for, then opens it at the gateway: `store` runs with the customer's wallet locked
 * and says which payment it opened; the same requestId gets its first answer again, and tries the gateway again where
 * nobody knows whether the first attempt reached it. GATEWAY_ERROR when the gateway refused (then the payment ended) or
 * did not answer (it stays open, and lapses by itself).
 */
export async function beginPayment<T extends { paymentId: string }>(
  deps: TopUpDeps,
  intent: Intent,
  store: (tx: Tx, wallet: Wallet) => Promise<T>,
  now: Date,
): Promise<T> {
  const { dataSource } = deps;
  const { userId, requestId, ...request } = intent;
  let isFirst = false;
  const stored = await withOwnAmount(() =>
    withTransaction(dataSource, async (tx) => {
      const wallet = await lockWallet(tx, userId);
      return once(tx, { userId, key: requestId, ...request }, now, () => {
        isFirst = true;
        return store(tx, wallet);
      });
    }),
  );
  const payment = await dataSource.manager.findOneByOrFail(Payment, { id: stored.paymentId });
  if (payment.gateway === 'manual') return stored;
  if (isFirst || (await claimOpening(dataSource, payment, now))) {
    if (!isFirst && (await abandon(deps, payment, requestId, now))) {
      return beginPayment(deps, intent, store, now);
    }
    await openAtGateway(deps, payment, requestId, now);
  }
  return stored;
}

/** Two customers may have chosen the same last digits at once: the second chooses anew. */
async function withOwnAmount<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (violatedConstraint(error) !== 'payments_manual_amount' || attempt === 5) throw error;
    }
  }
}

/** A retry opens the payment only when no other request is doing so: two clicks must not end with two pages. */
async function claimOpening(dataSource: DataSource, { id }: Payment, now: Date): Promise<boolean> {
  const [, claimed] = await dataSource.query(
    `UPDATE payments SET opening_until = $2
      WHERE id = $1 AND status = 'UNCERTAIN' AND (opening_until IS NULL OR opening_until <= $3)`,
    [id, openingLease(now), now],
  );
  return claimed === 1;
}

/**
 * An earlier attempt got no answer. If the gateway has it after all, its code or page address is lost to us: it is
 * withdrawn there and a new one is begun in its place. True when the caller should begin anew.
 */
async function abandon(
  deps: TopUpDeps,
  payment: Payment,
  requestId: string | undefined,
  now: Date,
): Promise<boolean> {
  try {
    const gateway = gatewayOf(deps.gateways, payment.gateway);
    const { state } = await gateway.status({ ...payment, paymentId: payment.id });
    if (state === 'NOT_FOUND') return false;
    await gateway.cancel({ ...payment, paymentId: payment.id });
    // Whatever it came to by now, paid included, is what counts.
    await convergePayment(deps, payment.id, now);
  } catch (error) {
    await releaseOpening(deps.dataSource, payment);
    throw asGatewayError(error, payment);
  }
  const { status } = await deps.dataSource.manager.findOneByOrFail(Payment, { id: payment.id });
  if (status === 'PAID' || status === 'UNCERTAIN') return false;
  if (requestId !== undefined) {
    await withTransaction(deps.dataSource, (tx) => forget(tx, payment.userId, requestId));
  }
  return true;
}

async function openAtGateway(
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
  await withTransaction(dataSource, async (tx) => {
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
  });
}

/** What the payer reads at the gateway, which takes no more than 50 characters of it. */
async function describe({ manager }: DataSource, { orderId }: Payment): Promise<string> {
  if (orderId === null) return 'MinisPod credit';
  const { serviceName, planName } = await manager.findOneByOrFail(Order, { id: orderId });
  return `${serviceName} ${planName}`.slice(0, 50);
}

async function releaseOpening(dataSource: DataSource, { id }: Payment): Promise<void> {
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
      grossAmount: null,
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

function asGatewayError(error: unknown, { transactionId }: Payment): unknown {
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
