import { rupiah } from '@minispod/contracts/rupiah';
import { Payment } from '@minispod/database/entities/payment.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { transition } from '../history/transition.js';
import { ACCOUNTS, walletAccount } from '../ledger/accounts.js';
import { post } from '../ledger/post.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { enqueue } from '../outbox/enqueue.js';
import type { GatewayStatus } from '../ports/payment-gateway.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { type Decision, decide, type Failure, nextCheck } from './rules/decide.js';

/**
 * Brings a top-up in line with what the gateway says of it; safe any number of times, from notification, sweep, return
 * page and button at once: the wallet's lock puts them in a row and the second finds nothing left to do. The customer is
 * credited our own amount, never the gateway's. Returns what was done.
 */
export async function settlePayment(
  tx: Tx,
  paymentId: string,
  gateway: GatewayStatus,
  now: Date,
): Promise<Decision['do']> {
  const { userId } = await tx.findOneByOrFail(Payment, { id: paymentId });
  const wallet = await lockWallet(tx, userId);
  const payment = await tx.findOneByOrFail(Payment, { id: paymentId });
  const decision = decide(payment, gateway.state, now);
  if (decision.do === 'credit') await credit(tx, wallet, payment, gateway, now);
  if (decision.do === 'fail') await fail(tx, payment, decision.status, decision.failure, now);

  const { status } = required(await tx.findOneBy(Payment, { id: paymentId }));
  await tx.update(
    Payment,
    { id: paymentId },
    {
      gatewayStatus: gateway.rawStatus,
      gatewayTransactionId: gateway.gatewayTransactionId,
      gatewayPaymentType: gateway.paymentType,
      checkCount: payment.checkCount + 1,
      nextCheckAt: nextCheck({ status, expiresAt: payment.expiresAt }, payment.checkCount + 1, now),
    },
  );
  await tx.query('UPDATE gateway_events SET handled_at = $2 WHERE payment_id = $1 AND handled_at IS NULL', [
    paymentId,
    now,
  ]);
  return decision.do;
}

async function credit(
  tx: Tx,
  wallet: Wallet,
  payment: Payment,
  gateway: GatewayStatus,
  now: Date,
): Promise<void> {
  const { id, userId, amount, transactionId } = payment;
  // The evidence goes in first: the database refuses a PAID payment without it.
  await tx.update(Payment, { id }, { evidence: gateway.raw, paidAt: now, failure: null });
  // Paid after we had given it up: credited all the same, and marked for the operator.
  const reason = payment.status === 'PENDING' || payment.status === 'UNCERTAIN' ? null : 'PAID_AFTER_END';
  const moved = await transition(
    tx,
    'payment',
    id,
    [payment.status, 'PAID'],
    { actor: 'gateway', reason },
    now,
  );
  if (!moved) throw new Error(`payment ${id} moved under the wallet's lock`);
  await post(
    tx,
    {
      key: `topup:${id}`,
      description: 'Top-up',
      transactionId,
      legs: [
        { account: ACCOUNTS.midtransClearing, amount: rupiah(-amount) },
        { account: walletAccount(userId), amount },
      ],
    },
    now,
  );
  await tx.increment(Wallet, { userId }, 'totalTopUp', amount);
  const balance = rupiah(wallet.balance + amount);
  await tx.update(
    Transaction,
    { id: transactionId },
    {
      status: 'COMPLETED',
      balanceBefore: wallet.balance,
      balanceAfter: balance,
      completedAt: now,
      updatedAt: now,
    },
  );
  const link = payment.returnTo ?? '/wallet';
  await notify(
    tx,
    { userId, kind: 'TOP_UP_RECEIVED', dedupeKey: `TOP_UP_RECEIVED:${id}`, data: { amount, balance }, link },
    now,
  );
  // Whatever this customer owes is charged within seconds.
  await enqueue(tx, 'collect-dues', { userId }, now);
  await announce(tx, { topic: 'wallet', userId, id: transactionId });
}

async function fail(
  tx: Tx,
  payment: Payment,
  status: 'FAILED' | 'CANCELLED' | 'EXPIRED',
  failure: Failure,
  now: Date,
): Promise<void> {
  const { id, userId, transactionId, amount } = payment;
  const moved = await transition(
    tx,
    'payment',
    id,
    [payment.status, status],
    { actor: 'gateway', reason: failure },
    now,
  );
  if (!moved) throw new Error(`payment ${id} moved under the wallet's lock`);
  await tx.update(Payment, { id }, { failure });
  await tx.update(Transaction, { id: transactionId }, { status: 'FAILED', completedAt: now, updatedAt: now });
  await notify(
    tx,
    {
      userId,
      kind: 'TOP_UP_FAILED',
      dedupeKey: `TOP_UP_FAILED:${id}`,
      data: { amount, reason: failure },
      link: '/wallet',
    },
    now,
  );
  await announce(tx, { topic: 'wallet', userId, id: transactionId });
}
