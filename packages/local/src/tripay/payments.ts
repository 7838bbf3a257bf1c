import { randomInt } from 'node:crypto';
import type { Logger } from 'pino';
import type { SandboxParts, Telling } from '../gateway/control-routes.js';
import { sandboxQris } from '../gateway/qris.js';
import { callback, hmac } from './answers.js';
import type { TransactionBook } from './book.js';
import type { Channel } from './channels.js';
import { feeOf } from './channels.js';
import type { Status, Transaction } from './transaction.js';

export interface Sandbox extends SandboxParts {
  merchantCode: string;
  apiKey: string;
  privateKey: string;
  merchantName: string;
  book: TransactionBook;
  log: Logger;
}

export type Order = Pick<
  Transaction,
  'merchantRef' | 'amount' | 'customer' | 'items' | 'callbackUrl' | 'returnUrl' | 'expiresAt'
>;

const random = (alphabet: string, count: number) =>
  Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('');

export function openTransaction(sandbox: Sandbox, channel: Channel, order: Order): Transaction {
  const { book, clock, merchantCode, log } = sandbox;
  const reference = `DEV-${merchantCode}${random('0123456789', 11)}${random('ABCDEFGHJKLMNPQRSTUVWXYZ', 5)}`;
  const transaction: Transaction = {
    ...order,
    reference,
    method: channel.code,
    reportedAmount: order.amount,
    fee: feeOf(channel, order.amount),
    status: 'UNPAID',
    // The first digit is none: the merchant's list gives numbers.
    payCode: channel.shows === 'number' ? `8${random('0123456789', 14)}` : null,
    qrString: channel.shows === 'qr' ? sandboxQris(order.merchantRef, order.amount) : null,
    createdAt: clock.now().toISOString(),
    paidAt: null,
  };
  book.changed(transaction);
  log.info({ orderId: order.merchantRef, method: channel.code }, 'payment opened');
  return transaction;
}

/** Signs and sends a callback; Tripay sends none when a payment opens. */
export function notify(
  { notifier, privateKey }: Sandbox,
  transaction: Transaction,
  { notify: copies = 1, delayMs = 0, forged = false }: Telling = {},
  told: Status = transaction.status,
): void {
  const body = callback(transaction, told);
  const headers = {
    'x-callback-event': 'payment_status',
    'x-callback-signature': hmac(JSON.stringify(body), forged ? `not-${privateKey}` : privateKey),
  };
  notifier.send(transaction.merchantRef, [transaction.callbackUrl], { body, headers }, { copies, delayMs });
}

/** Puts the payment in a state without telling anybody. */
export function setStatus({ book, clock, log }: Sandbox, transaction: Transaction, status: Status): void {
  transaction.status = status;
  if (status === 'PAID') transaction.paidAt = clock.now().toISOString();
  book.changed(transaction);
  log.info({ orderId: transaction.merchantRef, status }, 'payment changed');
}

export function change(sandbox: Sandbox, transaction: Transaction, status: Status, telling?: Telling): void {
  setStatus(sandbox, transaction, status);
  notify(sandbox, transaction, telling);
}

/** Unpaid payments past their time expire, and that is told. */
export function advance(sandbox: Sandbox, transactions: readonly Transaction[] = sandbox.book.list()): void {
  const now = sandbox.clock.now().getTime();
  for (const transaction of transactions) {
    if (transaction.status === 'UNPAID' && Date.parse(transaction.expiresAt) <= now)
      change(sandbox, transaction, 'EXPIRED');
  }
}
