import type { TopUpInput } from '@minispod/contracts/wallet';
import { Payment } from '@minispod/database/entities/payment.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, violatedConstraint, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { DomainError } from '../errors.js';
import { amend, forget, once } from '../idempotency/once.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { convergePayment } from './converge-payment.js';
import { asGatewayError, openAtGateway, releaseOpening, type TopUpDeps } from './open-at-gateway.js';
import { openingLease, openPayment } from './open-payment.js';
import { isCredited, isOpen } from './rules/decide.js';
import { withdraw } from './withdraw.js';

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
  if (isFirst) await openAtGateway(deps, payment, requestId, now);
  if (isFirst || requestId === undefined || !(await claimOpening(dataSource, payment, now))) return stored;
  const current = await hearOf(deps, payment, now);
  // Somebody paid it without ever having seen it: then it is what was asked for.
  if (isCredited(current.status)) return stored;
  if (!isOpen(current.status)) {
    await withTransaction(dataSource, (tx) => forget(tx, userId, requestId));
    return beginPayment(deps, intent, store, now);
  }
  const toOpen = current.gatewayStatus === null ? current : await replace(deps, current, requestId, now);
  await openAtGateway(deps, toOpen, requestId, now);
  return { ...stored, paymentId: toOpen.id };
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

/** What became of an earlier attempt that got no answer: `gatewayStatus` stays null when it never reached the gateway. */
async function hearOf(deps: TopUpDeps, payment: Payment, now: Date): Promise<Payment> {
  try {
    await convergePayment(deps, payment.id, now);
  } catch (error) {
    await releaseOpening(deps.dataSource, payment);
    throw asGatewayError(error, payment);
  }
  return deps.dataSource.manager.findOneByOrFail(Payment, { id: payment.id });
}

/**
 * The gateway has it after all, but its code or page address is lost to us: another one takes its place, also as the
 * answer to the request, and it is withdrawn.
 */
async function replace(deps: TopUpDeps, lost: Payment, requestId: string, now: Date): Promise<Payment> {
  const { userId, amount, method: paymentMethod, returnTo, orderId } = lost;
  const bank = (lost.bank ?? undefined) as TopUpInput['bank'];
  const eWallet = (lost.eWallet ?? undefined) as TopUpInput['wallet'];
  return withTransaction(deps.dataSource, async (tx) => {
    const wallet = await lockWallet(tx, userId);
    const current = await tx.findOneByOrFail(Payment, { id: lost.id });
    // Ended in the last moment: whoever asks again hears of it.
    if (!isOpen(current.status)) throw new DomainError('CONFLICT', 'It has just changed: try again');
    await withdraw(tx, current, { actor: 'system', reason: 'REPLACED' }, now);
    const way = { paymentMethod, bank, wallet: eWallet, ...(returnTo !== null && { returnTo }) };
    const { paymentId } = await openPayment(
      tx,
      deps,
      wallet,
      { ...way, amount, ...(orderId !== null && { orderId }) },
      now,
    );
    await amend(tx, userId, requestId, { paymentId });
    return tx.findOneByOrFail(Payment, { id: paymentId });
  });
}
