import type { RefundInput } from '@minispod/contracts/payments';
import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { recordAction } from '../audit-log/record.js';
import { seal } from '../encryption/seal.js';
import { DomainError, notFound } from '../errors.js';
import { newId } from '../id.js';
import { once } from '../idempotency/once.js';
import { ACCOUNTS, walletAccount } from '../ledger/accounts.js';
import { post } from '../ledger/post.js';
import { announce } from '../live/announce.js';
import { actOrAsk } from '../money-action/act-or-ask.js';
import { type ApprovalSettings, DEFAULT_APPROVALS } from '../money-action/approval-settings.js';
import { notify } from '../notification/notify.js';
import { enqueue } from '../outbox/enqueue.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import type { PaymentDeps } from './converge-payment.js';
import { gatewayOf } from './gateways.js';
import { recordReversal } from './record-reversal.js';
import { settleStatus } from './reverse.js';
import { isCredited } from './rules/decide.js';
import { REFUND_PATIENCE_MS } from './send-refund.js';

/** Rupiah that could go back: credited, not on its way back, and still in the wallet. */
export function refundable(payment: Payment, wallet: Pick<Wallet, 'balance'>): Rupiah {
  if (!isCredited(payment.status)) return rupiah(0);
  return rupiah(Math.min(payment.amount - payment.reversedAmount, wallet.balance));
}

export interface RefundDeps extends PaymentDeps {
  encryptionKey: string;
  /** Absent: the usual limits. */
  approvals?: ApprovalSettings;
}

/** A refund as it is kept while it waits for its approval: the bank account is sealed by the reversal's id. */
export interface RefundOrder {
  id: string;
  paymentId: string;
  amount: number;
  reason: string;
  to: RefundInput['to'];
  bankAccount: string | null;
}

/**
 * An administrator gives a top-up back, whole or in part; above the limits a second administrator is asked first. The money
 * leaves the wallet when it is done; SOURCE then asks the gateway, as often as it takes, under one key; BANK_ACCOUNT was
 * sent by hand and is recorded. Spent credit cannot be refunded: INSUFFICIENT_CREDIT. CONFLICT when it was never credited,
 * or the method takes nothing back. Returns the id that the reversal has, or will have once it is approved.
 */
export async function requestRefund(
  deps: RefundDeps,
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
      const id = newId();
      const current = await tx.findOneByOrFail(Payment, { id: payment.id });
      const amount = amountOf(current, wallet, input.amount);
      if (input.to === 'SOURCE') refuseWithoutWay(deps, current, amount);
      const { reason, to, bankAccount } = input;
      const order: RefundOrder = {
        id,
        paymentId: payment.id,
        amount,
        reason,
        to,
        bankAccount: bankAccount
          ? seal(deps.encryptionKey, { column: 'bank-account', id }, JSON.stringify(bankAccount))
          : null,
      };
      const action = {
        id,
        kind: 'REFUND',
        requestedBy: administratorId,
        userId: payment.userId,
        amount: rupiah(-amount),
        reason,
        subjectId: payment.transactionId,
        input: order,
      } as const;
      await actOrAsk(tx, deps.approvals ?? DEFAULT_APPROVALS, action, now, () =>
        refundLocked(tx, deps, wallet, administratorId, order, now),
      );
      return { reversalId: id };
    });
  });
}

/** Gives it back, at once or after its approval. The wallet is locked. */
export async function refundLocked(
  tx: Tx,
  deps: PaymentDeps,
  wallet: Wallet,
  administratorId: string,
  order: RefundOrder,
  now: Date,
): Promise<void> {
  const payment = await tx.findOneByOrFail(Payment, { id: order.paymentId });
  const amount = amountOf(payment, wallet, order.amount);
  if (order.to === 'SOURCE') refuseWithoutWay(deps, payment, amount);
  await setAside(tx, { wallet, payment, amount, order, administratorId }, now);
  await recordAction(
    tx,
    {
      actorId: administratorId,
      action: 'payment.refund',
      subject: 'payment',
      subjectId: payment.id,
      details: { amount, to: order.to, reason: order.reason, reversalId: order.id },
    },
    now,
  );
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

interface Refund {
  wallet: Wallet;
  payment: Payment;
  amount: Rupiah;
  order: RefundOrder;
  administratorId: string;
}

async function setAside(
  tx: Tx,
  { wallet, payment, amount, order, administratorId }: Refund,
  now: Date,
): Promise<void> {
  const { id, to, reason, bankAccount } = order;
  const { userId } = wallet;
  const isByHand = to === 'BANK_ACCOUNT';
  const status = isByHand ? 'COMPLETED' : 'PENDING';
  const transactionId = await recordReversal(tx, wallet, payment, amount, status, now);
  await tx.update(Transaction, { id: transactionId }, { processedBy: administratorId, adminNotes: reason });
  await tx.insert(PaymentReversal, {
    id,
    paymentId: payment.id,
    kind: 'REFUND',
    key: id,
    amount,
    taken: amount,
    owed: rupiah(0),
    status: isByHand ? 'DONE' : 'REQUESTED',
    channel: to,
    bankAccount,
    reason,
    requestedBy: administratorId,
    transactionId,
    createdAt: now,
    doneAt: isByHand ? now : null,
    nextTryAt: isByHand ? null : new Date(now.getTime() + REFUND_PATIENCE_MS),
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
    const data = { amount, channel: 'BANK_ACCOUNT' as const, reason };
    const dedupeKey = `REFUND_SENT:${id}`;
    await notify(tx, { userId, kind: 'REFUND_SENT', dedupeKey, data, link: '/wallet' }, now);
  } else {
    await enqueue(tx, 'send-refund', { reversalId: id }, now);
  }
  await announce(tx, { topic: 'wallet', userId, id: payment.transactionId });
}
