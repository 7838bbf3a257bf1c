import { createHmac } from 'node:crypto';
import type { StatusAnswers } from '../gateway/faults.js';
import { channelByCode } from './channels.js';
import type { Status, Transaction } from './transaction.js';

/** Hex HMAC-SHA256, as creations and callbacks are signed: https://tripay.co.id/developer. */
export function hmac(text: string, privateKey: string): string {
  return createHmac('sha256', privateKey).update(text).digest('hex');
}

const seconds = (iso: string | null) => iso && Math.floor(Date.parse(iso) / 1000);

function amounts({ reportedAmount, fee }: Transaction) {
  return { fee_merchant: fee, fee_customer: 0, total_fee: fee, amount_received: reportedAmount - fee };
}

const INSTRUCTIONS = [
  { title: 'Sandbox', steps: ['Open the checkout page of this sandbox', 'Choose to pay: no money moves'] },
];

/** A transaction as creation and detail tell it. `origin`: where the checkout page is. */
export function transactionAnswer(transaction: Transaction, origin: string): Record<string, unknown> {
  const { reference, customer, qrString, method } = transaction;
  const channel = channelByCode(method);
  const checkout = `${origin}/checkout/${reference}`;
  return {
    reference,
    merchant_ref: transaction.merchantRef,
    payment_selection_type: 'static',
    payment_method: method,
    payment_name: channel?.name,
    customer_name: customer.name,
    customer_email: customer.email,
    customer_phone: customer.phone,
    callback_url: transaction.callbackUrl,
    return_url: transaction.returnUrl,
    amount: transaction.reportedAmount,
    ...amounts(transaction),
    pay_code: transaction.payCode,
    pay_url: channel?.shows === 'page' ? checkout : null,
    checkout_url: checkout,
    status: transaction.status,
    expired_time: seconds(transaction.expiresAt),
    order_items: transaction.items,
    instructions: INSTRUCTIONS,
    qr_string: qrString,
    qr_url: qrString && `${origin}/qr/${reference}`,
  };
}

/** A transaction as it is asked about, where a fault makes the answer odd. Tripay names no currency. */
export function oddly(answer: Record<string, unknown>, how: StatusAnswers): Record<string, unknown> {
  if (how === 'own-order-id') return { ...answer, merchant_ref: `CH-${String(answer.reference).slice(-5)}` };
  if (how === 'no-order-id') return { ...answer, merchant_ref: undefined };
  return how === 'less' ? { ...answer, amount: Math.floor(Number(answer.amount) / 2) } : answer;
}

/** A line of the merchant's list; there, account numbers are numbers. */
export function lineAnswer(transaction: Transaction, origin: string): Record<string, unknown> {
  const { payCode, createdAt, paidAt } = transaction;
  const { instructions: _only, ...told } = transactionAnswer(transaction, origin);
  return {
    ...told,
    pay_code: payCode && Number(payCode),
    created_at: seconds(createdAt),
    paid_at: seconds(paidAt),
  };
}

/** What a callback says of the present status, or of an earlier one that is told late. */
export function callback(transaction: Transaction, status: Status): Record<string, unknown> {
  return {
    reference: transaction.reference,
    merchant_ref: transaction.merchantRef,
    payment_method: channelByCode(transaction.method)?.name,
    payment_method_code: transaction.method,
    total_amount: transaction.reportedAmount,
    ...amounts(transaction),
    is_closed_payment: 1,
    status,
    paid_at: status === 'UNPAID' ? null : seconds(transaction.paidAt),
    note: null,
  };
}
