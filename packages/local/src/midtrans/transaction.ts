import type { CardOutcome } from './methods.js';

export type Status =
  | 'pending'
  | 'authorize'
  | 'capture'
  | 'settlement'
  | 'deny'
  | 'cancel'
  | 'expire'
  | 'failure'
  | 'refund'
  | 'partial_refund'
  | 'chargeback'
  | 'partial_chargeback';

export type Fraud = 'accept' | 'challenge' | 'deny';

/** https://docs.midtrans.com/docs/transaction-status-cycle. Control requests may go beyond it; payers and the API may not. */
export const TRANSITIONS: Readonly<Record<Status, readonly Status[]>> = {
  pending: ['settlement', 'capture', 'expire', 'cancel', 'deny', 'failure'],
  authorize: ['capture', 'deny', 'cancel', 'expire'],
  capture: ['settlement', 'cancel', 'deny'],
  settlement: ['refund', 'partial_refund', 'chargeback', 'partial_chargeback', 'deny'],
  partial_refund: ['refund', 'partial_refund'],
  partial_chargeback: ['chargeback'],
  deny: [],
  cancel: [],
  expire: [],
  failure: [],
  refund: [],
  chargeback: [],
};

export interface Refund {
  key: string;
  /** Whole rupiah. */
  amount: number;
  reason: string;
  at: string;
  bankConfirmedAt: string | null;
}

/** Money that a bank took back for its customer. */
export interface Chargeback {
  /** Whole rupiah. */
  amount: number;
  at: string;
}

/** Times are ISO 8601 UTC: this is what the state file holds. */
export interface Payment {
  transactionId: string;
  methodCode: string;
  paymentType: string;
  status: Status;
  fraud: Fraud;
  /** What is reported, e.g. `50000.00`. A control request can make it differ from what was ordered. */
  grossAmount: string;
  startedAt: string;
  expiresAt: string;
  settledAt: string | null;
  vaNumber?: string;
  billerCode?: string;
  billKey?: string;
  qrString?: string;
  card?: { masked: string; outcome: CardOutcome; secure: boolean };
  /** A card that is accepted by itself a minute later. */
  acceptsAt?: string;
  refunds: Refund[];
  chargebacks?: Chargeback[];
}

export interface SnapPage {
  token: string;
  enabled: string[];
  pageExpiresAt: string;
  /** `startAt` null: counted from the moment a method is chosen. */
  expiry: { startAt: string | null; durationMs: number } | null;
  finishUrl: string | null;
  canceledAt: string | null;
}

export interface Transaction {
  orderId: string;
  /** Whole rupiah, as ordered. */
  amount: number;
  description: string;
  customerName: string;
  createdAt: string;
  notificationUrls: string[];
  snap: SnapPage | null;
  /** Null until the payer chose a method: such an order is unknown to the status API. */
  payment: Payment | null;
}

/** A transaction whose payer chose a method: only such orders are known to the status API. */
export type Begun = Transaction & { payment: Payment };

export const hasPayment = (transaction: Transaction): transaction is Begun => transaction.payment !== null;

/** Cancelled and expired orders free their id; any other payment keeps it. */
export function idIsTaken(transaction: Transaction | undefined): boolean {
  const status = transaction?.payment?.status;
  return status !== undefined && status !== 'cancel' && status !== 'expire';
}

export function mayBecome(payment: Payment, next: Status): boolean {
  return TRANSITIONS[payment.status].includes(next);
}

export function isPaid(payment: Payment): boolean {
  return payment.status === 'settlement' || (payment.status === 'capture' && payment.fraud === 'accept');
}

const sumOf = (items: readonly { amount: number }[] = []) =>
  items.reduce((sum, { amount }) => sum + amount, 0);

/** Sum of refunds, whole rupiah. */
export const refundedAmount = ({ refunds }: Payment) => sumOf(refunds);

/** Sum of chargebacks, whole rupiah. */
export const chargedBackAmount = ({ chargebacks }: Payment) => sumOf(chargebacks);

/** What has not gone back, whole rupiah. */
export function amountLeft(payment: Payment): number {
  return Math.floor(Number(payment.grossAmount)) - refundedAmount(payment) - chargedBackAmount(payment);
}
