import { randomInt, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { SandboxClock } from '../gateway/clock.js';
import type { Faults } from '../gateway/faults.js';
import type { HowToDeliver, Notifier } from '../gateway/notifier.js';
import { sandboxQris } from '../gateway/qris.js';
import { money, notification } from './answers.js';
import type { TransactionBook } from './book.js';
import { type Method, maskCard, methodByCode, type TestCard } from './methods.js';
import {
  amountLeft,
  type Begun,
  type Fraud,
  hasPayment,
  type Payment,
  type Status,
  type Transaction,
} from './transaction.js';

export interface Sandbox {
  serverKey: string;
  merchantName: string;
  clock: SandboxClock;
  book: TransactionBook;
  notifier: Notifier;
  faults: Faults;
  log: Logger;
}

const ONCE: HowToDeliver = { copies: 1, delayMs: 0 };
const SLOW_CARD_MS = 60_000;
const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('');

export interface Start {
  /** A phone pays GoPay in its app; a desktop shows it as QRIS. */
  mobile?: boolean;
  card?: TestCard;
  expiresAt?: Date;
  /** The pending notification is left to the caller. */
  silent?: boolean;
}

function expiry({ snap }: Transaction, method: Method, now: Date): Date {
  const window = snap?.expiry;
  if (!window) return new Date(now.getTime() + method.defaultExpiryMinutes * 60_000);
  const from = window.startAt === null ? now.getTime() : Date.parse(window.startAt);
  return new Date(from + window.durationMs);
}

/** What the payer needs: numbers, keys, a code. Company prefixes are those of the documented samples. */
function instructions(transaction: Transaction, method: Method, paymentType: string): Partial<Payment> {
  if (method.kind === 'va') return { vaNumber: `81278${digits(11)}` };
  if (method.kind === 'bill') return { billerCode: '70012', billKey: digits(12) };
  return paymentType === 'qris' || paymentType === 'gopay'
    ? { qrString: sandboxQris(transaction.orderId, transaction.amount) }
    : {};
}

/** Begins the payment with a method: from here on the status API knows the order, and `pending` is notified. */
export function startPayment(
  sandbox: Sandbox,
  transaction: Transaction,
  method: Method,
  start: Start = {},
): Begun {
  const now = sandbox.clock.now();
  const paymentType = method.code === 'gopay' && start.mobile === false ? 'qris' : method.paymentType;
  const payment: Payment = {
    transactionId: randomUUID(),
    methodCode: method.code,
    paymentType,
    status: 'pending',
    fraud: 'accept',
    grossAmount: money(transaction.amount),
    startedAt: now.toISOString(),
    expiresAt: (start.expiresAt ?? expiry(transaction, method, now)).toISOString(),
    settledAt: null,
    refunds: [],
    ...instructions(transaction, method, paymentType),
    ...(start.card && {
      card: { masked: maskCard(start.card.number), outcome: start.card.outcome, secure: start.card.secure },
    }),
  };
  const begun = Object.assign(transaction, { payment });
  sandbox.book.changed(begun);
  sandbox.log.info({ orderId: begun.orderId, method: method.code }, 'payment started');
  if (!start.silent) notify(sandbox, begun);
  return begun;
}

/** `how.forged`: signed with a key that is not the merchant's. */
export function notify(
  sandbox: Sandbox,
  transaction: Begun,
  how: HowToDeliver & { forged?: boolean } = ONCE,
  told?: { status: Status; fraud: Fraud },
): void {
  const key = how.forged ? `not-${sandbox.serverKey}` : sandbox.serverKey;
  const body = notification(transaction, key, told);
  sandbox.notifier.send(transaction.orderId, transaction.notificationUrls, { body }, how);
}

/** Puts the payment in a state without telling anybody. */
export function setStatus(
  sandbox: Sandbox,
  transaction: Begun,
  status: Status,
  fraud: Fraud = 'accept',
): void {
  const { payment } = transaction;
  Object.assign(payment, { status, fraud });
  delete payment.acceptsAt;
  if (status === 'settlement') payment.settledAt = sandbox.clock.now().toISOString();
  sandbox.book.changed(transaction);
  sandbox.log.info({ orderId: transaction.orderId, status, fraud }, 'payment changed');
}

export function change(sandbox: Sandbox, transaction: Begun, status: Status, fraud: Fraud = 'accept'): void {
  setStatus(sandbox, transaction, status, fraud);
  notify(sandbox, transaction);
}

/** The bank's answer to a card, after the one-time password where the card asks for it. */
export function decideCard(sandbox: Sandbox, transaction: Begun): void {
  switch (transaction.payment.card?.outcome) {
    case 'accept':
      change(sandbox, transaction, 'capture');
      break;
    case 'challenge':
      change(sandbox, transaction, 'capture', 'challenge');
      break;
    case 'accept-later':
      transaction.payment.acceptsAt = new Date(sandbox.clock.now().getTime() + SLOW_CARD_MS).toISOString();
      sandbox.book.changed(transaction);
      break;
    case 'fraud-deny':
      change(sandbox, transaction, 'deny', 'deny');
      break;
    default:
      change(sandbox, transaction, 'deny');
  }
}

/** Records a refund and notifies it twice, the second time with the bank's confirmation, as documented. */
export function refund(
  sandbox: Sandbox,
  transaction: Begun,
  asked: { key: string; amount: number; reason: string },
  how: HowToDeliver = ONCE,
): void {
  const { payment } = transaction;
  const at = sandbox.clock.now().toISOString();
  const entry = { ...asked, at, bankConfirmedAt: null as string | null };
  payment.refunds.push(entry);
  setStatus(sandbox, transaction, amountLeft(payment) > 0 ? 'partial_refund' : 'refund');
  notify(sandbox, transaction, how);
  entry.bankConfirmedAt = at;
  notify(sandbox, transaction, how);
}

/** Records money that the bank took back, and tells the total so far. */
export function chargeBack(
  sandbox: Sandbox,
  transaction: Begun,
  amount: number,
  how: HowToDeliver = ONCE,
): void {
  const { payment } = transaction;
  const at = sandbox.clock.now().toISOString();
  payment.chargebacks = [...(payment.chargebacks ?? []), { amount, at }];
  setStatus(sandbox, transaction, amountLeft(payment) > 0 ? 'partial_chargeback' : 'chargeback');
  notify(sandbox, transaction, how);
}

/** Pending payments past their time expire and cards accepted by themselves are captured; both are notified. */
export function advance(sandbox: Sandbox, transactions: readonly Transaction[] = sandbox.book.list()): void {
  const now = sandbox.clock.now().getTime();
  for (const transaction of transactions) {
    if (!hasPayment(transaction) || transaction.payment.status !== 'pending') continue;
    const { acceptsAt, expiresAt } = transaction.payment;
    if (acceptsAt && Date.parse(acceptsAt) <= now) change(sandbox, transaction, 'capture');
    else if (!acceptsAt && Date.parse(expiresAt) <= now) change(sandbox, transaction, 'expire');
  }
}

/** The order as the API knows it now, its expiry applied; undefined where no method was chosen. */
export function knownOrder(sandbox: Sandbox, id: string): Begun | undefined {
  const transaction = sandbox.book.find(id);
  if (transaction) advance(sandbox, [transaction]);
  return transaction && hasPayment(transaction) ? transaction : undefined;
}

/** Whether a Snap page can still take a payment. */
export function pageIsOpen(sandbox: Sandbox, { snap, payment }: Transaction): boolean {
  if (!snap || payment || snap.canceledAt) return false;
  const now = sandbox.clock.now().getTime();
  const { expiry: window } = snap;
  const closes = window?.startAt ? Date.parse(window.startAt) + window.durationMs : Number.POSITIVE_INFINITY;
  return now < Math.min(Date.parse(snap.pageExpiresAt), closes);
}

export const methodOf = (payment: Payment): Method | undefined => methodByCode(payment.methodCode);
