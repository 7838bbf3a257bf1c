import type { RefundInput } from '@minispod/contracts/payments';
import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Reader, type Tx, withTransaction } from '@minispod/database/transaction';
import { LessThanOrEqual } from 'typeorm';
import { recordAction } from '../audit-log/record.js';
import { seal } from '../encryption/seal.js';
import { DomainError, notFound } from '../errors.js';
import { newId } from '../id.js';
import { once } from '../idempotency/once.js';
import { ACCOUNTS, walletAccount } from '../ledger/accounts.js';
import { post } from '../ledger/post.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { enqueue } from '../outbox/enqueue.js';
import { GatewayRejected } from '../ports/payment-gateway.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import type { PaymentDeps } from './converge-payment.js';
import { gatewayOf } from './gateways.js';
import { giveBack } from './give-back.js';
import { completeRefund, recordReversal, settleStatus } from './reverse.js';
import { isCredited } from './rules/decide.js';

/** The gateway is asked again after this long, should the job have been lost. */
const PATIENCE_MS = 60_000;

/** Rupiah that could go back: credited, not on its way back, and still in the wallet. */
export function refundable(payment: Payment, wallet: Pick<Wallet, 'balance'>): Rupiah {
  if (!isCredited(payment.status)) return rupiah(0);
  return rupiah(Math.min(payment.amount - payment.reversedAmount, wallet.balance));
}

/**
 * An administrator gives a top-up back, whole or in part. The money leaves the wallet now; SOURCE then asks the gateway,
 * as often as it takes, under one key; BANK_ACCOUNT was sent by hand and is recorded. Spent credit cannot be refunded:
 * INSUFFICIENT_CREDIT. CONFLICT when it was never credited, or the method takes nothing back. Returns the reversal's id.
 */
export async function requestRefund(
  deps: PaymentDeps & { encryptionKey: string },
  administratorId: string,
  { requestId, ...input }: RefundInput,
  now: Date,
): Promise<{ reversalId: string }> {
  const payment = await deps.dataSource.manager.findOneBy(Payment, { transactionId: input.id });
  if (!payment) throw notFound('Top-up');
  return withTransaction(deps.dataSource, async (tx) => {
    const wallet = await lockWallet(tx, payment.userId);
    const request = { userId: administratorId, key: requestId, operation: 'refund', input };
    return once(tx, request, now, async () => {
      const current = await tx.findOneByOrFail(Payment, { id: payment.id });
      const amount = amountOf(current, wallet, input.amount);
      if (input.to === 'SOURCE') refuseWithoutWay(deps, current, amount);
      const reversalId = await setAside(
        tx,
        deps,
        { wallet, payment: current, amount, input, administratorId },
        now,
      );
      await recordAction(
        tx,
        {
          actorId: administratorId,
          action: 'payment.refund',
          subject: 'payment',
          subjectId: payment.id,
          details: { amount, to: input.to, reason: input.reason, reversalId },
        },
        now,
      );
      return { reversalId };
    });
  });
}

function amountOf(payment: Payment, wallet: Wallet, asked: number | undefined): Rupiah {
  if (!isCredited(payment.status))
    throw new DomainError('CONFLICT', 'It was never credited', { status: payment.status });
  const left = payment.amount - payment.reversedAmount;
  const amount = asked ?? left;
  if (amount > left || left === 0)
    throw new DomainError('CONFLICT', 'More than is left of this top-up', { left });
  if (amount > wallet.balance) {
    throw new DomainError('INSUFFICIENT_CREDIT', 'That much of it has been spent', {
      required: amount,
      balance: wallet.balance,
      shortfall: amount - wallet.balance,
    });
  }
  return rupiah(amount);
}

function refuseWithoutWay({ gateways }: PaymentDeps, payment: Payment, amount: Rupiah): void {
  const channels = payment.gateway === 'manual' ? [] : gatewayOf(gateways, payment.gateway).channels;
  const channel = channels.find(
    ({ method, bank, wallet }) =>
      method === payment.method && bank === (payment.bank ?? bank) && wallet === (payment.eWallet ?? wallet),
  );
  const refund = channel?.refund ?? 'NONE';
  if (refund === 'NONE')
    throw new DomainError('CONFLICT', 'This way of paying takes nothing back: send it to a bank account', {
      to: 'BANK_ACCOUNT',
    });
  if (refund === 'WHOLE' && amount !== payment.amount)
    throw new DomainError('CONFLICT', 'This way of paying takes back the whole only', {
      amount: payment.amount,
    });
}

async function setAside(
  tx: Tx,
  { encryptionKey }: { encryptionKey: string },
  {
    wallet,
    payment,
    amount,
    input,
    administratorId,
  }: {
    wallet: Wallet;
    payment: Payment;
    amount: Rupiah;
    input: Omit<RefundInput, 'requestId'>;
    administratorId: string;
  },
  now: Date,
): Promise<string> {
  const id = newId();
  const { userId } = wallet;
  const isByHand = input.to === 'BANK_ACCOUNT';
  const status = isByHand ? 'COMPLETED' : 'PENDING';
  const transactionId = await recordReversal(tx, wallet, payment, amount, status, now);
  await tx.insert(PaymentReversal, {
    id,
    paymentId: payment.id,
    kind: 'REFUND',
    key: id,
    amount,
    taken: amount,
    owed: rupiah(0),
    status: isByHand ? 'DONE' : 'REQUESTED',
    channel: input.to,
    bankAccount: input.bankAccount ? seal(encryptionKey, id, JSON.stringify(input.bankAccount)) : null,
    reason: input.reason,
    requestedBy: administratorId,
    transactionId,
    createdAt: now,
    doneAt: isByHand ? now : null,
    nextTryAt: isByHand ? null : new Date(now.getTime() + PATIENCE_MS),
  });
  await tx.increment(Payment, { id: payment.id }, 'reversedAmount', amount);
  await post(
    tx,
    {
      key: `refund:${id}`,
      description: 'Top-up given back',
      transactionId,
      legs: [
        { account: walletAccount(userId), amount: rupiah(-amount) },
        { account: isByHand ? ACCOUNTS.bank : ACCOUNTS.refunds, amount },
      ],
    },
    now,
  );
  if (isByHand) {
    await settleStatus(tx, payment.id, now);
    const data = { amount, channel: 'BANK_ACCOUNT' as const, reason: input.reason };
    const dedupeKey = `REFUND_SENT:${id}`;
    await notify(tx, { userId, kind: 'REFUND_SENT', dedupeKey, data, link: '/wallet' }, now);
  } else {
    await enqueue(tx, 'send-refund', { reversalId: id }, now);
  }
  await announce(tx, { topic: 'wallet', userId, id: payment.transactionId });
  return id;
}

/**
 * Asks the gateway for a refund that was decided; repeatable, since the gateway knows it by our key. What it refuses goes
 * back into the wallet. Throws GatewayUnreachable when nobody can know: asked again later.
 */
export async function sendRefund(deps: PaymentDeps, reversalId: string, now: Date): Promise<void> {
  const { dataSource, gateways } = deps;
  const reversal = await dataSource.manager.findOneBy(PaymentReversal, {
    id: reversalId,
    status: 'REQUESTED',
  });
  if (!reversal) return;
  const payment = await dataSource.manager.findOneByOrFail(Payment, { id: reversal.paymentId });
  const gateway = gatewayOf(gateways, payment.gateway);
  const { amount, key, reason } = reversal;
  try {
    await gateway.refund({ ...payment, paymentId: payment.id }, { key, amount, reason: reason ?? '' });
  } catch (error) {
    if (!(error instanceof GatewayRejected)) {
      const nextTryAt = new Date(now.getTime() + PATIENCE_MS);
      await dataSource.manager.update(
        PaymentReversal,
        { id: reversalId, status: 'REQUESTED' },
        { nextTryAt },
      );
      throw error;
    }
    await withTransaction(dataSource, async (tx) => {
      const wallet = await lockWallet(tx, payment.userId);
      await giveBack(tx, wallet, payment, reversal, error.message, now);
    });
    return;
  }
  await withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, payment.userId);
    const current = required(await tx.findOneBy(PaymentReversal, { id: reversalId }));
    await completeRefund(tx, payment, current, { refundKey: key }, now);
    await settleStatus(tx, payment.id, now);
  });
}

/** Refunds that were decided and that nobody has heard the end of: their job may be lost. */
export async function findDueRefunds(reader: Reader, now: Date, limit: number): Promise<string[]> {
  const due = await reader.find(PaymentReversal, {
    select: { id: true },
    where: { status: 'REQUESTED', nextTryAt: LessThanOrEqual(now) },
    order: { nextTryAt: 'ASC' },
    take: limit,
  });
  return due.map(({ id }) => id);
}
