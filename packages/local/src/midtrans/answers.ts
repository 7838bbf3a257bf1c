import { createHash } from 'node:crypto';
import type { StatusAnswers } from '../gateway/faults.js';
import { formatWib } from './time.js';
import type { Begun, Fraud, Payment, Status } from './transaction.js';
import { chargedBackAmount, refundedAmount } from './transaction.js';

const MERCHANT_ID = 'G000000000';
const wib = (iso: string) => formatWib(new Date(iso));

/** Lower-case hex SHA-512 over the strings as they are sent: https://docs.midtrans.com/docs/https-notification-webhooks. */
export function signature(
  orderId: string,
  statusCode: string,
  grossAmount: string,
  serverKey: string,
): string {
  return createHash('sha512').update(`${orderId}${statusCode}${grossAmount}${serverKey}`).digest('hex');
}

export const money = (amount: number) => `${amount}.00`;

/** Body `status_code` of a status answer: expiry has its own there, unlike in notifications. */
function statusCode(status: Status, fraud: Fraud): string {
  if (status === 'pending' || status === 'authorize' || fraud === 'challenge') return '201';
  if (status === 'expire') return '407';
  return status === 'deny' ? '202' : '200';
}

function notificationCode(status: Status, fraud: Fraud): string {
  return status === 'expire' || status === 'cancel' ? '202' : statusCode(status, fraud);
}

function common({ orderId, payment }: Begun) {
  return {
    transaction_id: payment.transactionId,
    order_id: orderId,
    merchant_id: MERCHANT_ID,
    gross_amount: payment.grossAmount,
    currency: 'IDR',
    payment_type: payment.paymentType,
    transaction_time: wib(payment.startedAt),
    transaction_status: payment.status as string,
    fraud_status: payment.fraud as string,
  };
}

function cardFields({ card }: Payment) {
  if (!card) return {};
  const denied = card.outcome === 'deny' || card.outcome === 'fraud-deny';
  return {
    masked_card: card.masked,
    bank: 'bni',
    card_type: 'credit',
    eci: card.secure ? '05' : '07',
    channel_response_code: denied ? '05' : '00',
    channel_response_message: denied ? 'Do not honour' : 'Approved',
    ...(denied ? {} : { approval_code: '1578569243927' }),
  };
}

/** What only this kind of payment carries, in answers and notifications alike. */
function methodFields(payment: Payment): Record<string, unknown> {
  const { methodCode, vaNumber, billKey, billerCode } = payment;
  if (methodCode === 'permata_va') return { permata_va_number: vaNumber };
  if (vaNumber)
    return {
      va_numbers: [{ bank: methodCode.replace('_va', ''), va_number: vaNumber }],
      payment_amounts: [],
    };
  if (billKey) return { biller_code: billerCode, bill_key: billKey };
  return cardFields(payment);
}

const CREATED: Readonly<Record<string, string>> = {
  bank_transfer: 'Success, Bank Transfer transaction is created',
  echannel: 'OK, Mandiri Bill transaction is successful',
  gopay: 'GO-PAY transaction is created',
  qris: 'QRIS transaction is created',
  shopeepay: 'ShopeePay transaction is created',
  credit_card: 'Success, Credit Card transaction is successful',
};

function actions(payment: Payment, origin: string, payUrl: string) {
  const own = `${origin}/v2/${payment.transactionId}`;
  const qr = `${origin}/v2/qris/${payment.transactionId}/qr-code`;
  const qrActions = [
    { name: 'generate-qr-code', method: 'GET', url: qr },
    { name: 'generate-qr-code-v2', method: 'GET', url: qr },
  ];
  const deeplink = { name: 'deeplink-redirect', method: 'GET', url: payUrl };
  if (payment.paymentType === 'qris') return { actions: qrActions };
  if (payment.paymentType === 'shopeepay') return { actions: [deeplink], channel_response_code: '0' };
  if (payment.paymentType !== 'gopay') return {};
  return {
    actions: [
      ...qrActions,
      deeplink,
      { name: 'get-status', method: 'GET', url: `${own}/status` },
      { name: 'cancel', method: 'POST', url: `${own}/cancel` },
    ],
  };
}

/** Answer of POST /v2/charge. `payUrl`: where a person can pay or refuse it. */
export function chargeAnswer(transaction: Begun, origin: string, payUrl: string): Record<string, unknown> {
  const { payment } = transaction;
  const { payment_amounts: _onlyInNotifications, ...fields } = methodFields(payment);
  const permata = 'Success, PERMATA VA transaction is successful';
  return {
    status_code: statusCode(payment.status, payment.fraud),
    status_message: payment.methodCode === 'permata_va' ? permata : CREATED[payment.paymentType],
    ...common(transaction),
    ...fields,
    ...actions(payment, origin, payUrl),
    ...(payment.paymentType === 'qris' ? { acquirer: 'gopay', qr_string: payment.qrString } : {}),
    ...(payment.card?.secure && payment.status === 'pending' ? { redirect_url: payUrl } : {}),
    expiry_time: wib(payment.expiresAt),
  };
}

/** What went back: the list names refunds alone; of chargebacks only the total is told. */
function refundFields(payment: Payment) {
  const isChargeback = payment.status === 'chargeback' || payment.status === 'partial_chargeback';
  if (payment.refunds.length === 0 && !isChargeback) return {};
  return {
    refund_amount: money(isChargeback ? chargedBackAmount(payment) : refundedAmount(payment)),
    refunds: payment.refunds.map((refund, index) => ({
      refund_chargeback_id: index + 1,
      refund_amount: money(refund.amount),
      refund_key: refund.key,
      reason: refund.reason,
      created_at: wib(refund.at),
      ...(refund.bankConfirmedAt ? { bank_confirmed_at: wib(refund.bankConfirmedAt) } : {}),
    })),
  };
}

function settlement(payment: Payment, status: Status) {
  const settled = payment.settledAt !== null && status !== 'pending';
  return settled && payment.settledAt ? { settlement_time: wib(payment.settledAt) } : {};
}

/** What a status answer calls its order and says of the money, where a fault makes it odd. It is signed as it is said. */
function oddly({ orderId, payment }: Begun, how: StatusAnswers) {
  const named = how === 'own-order-id' ? `CH-${payment.transactionId.slice(0, 8)}` : orderId;
  const half = money(Math.floor(Number(payment.grossAmount) / 2));
  return {
    order_id: how === 'no-order-id' ? undefined : named,
    signedAs: named,
    gross_amount: how === 'less' ? half : payment.grossAmount,
    currency: how === 'other-currency' ? 'VND' : 'IDR',
  };
}

/** Answer of GET /v2/{id}/status. */
export function statusAnswer(
  transaction: Begun,
  serverKey: string,
  how: StatusAnswers = 'plain',
): Record<string, unknown> {
  const { payment } = transaction;
  const { signedAs, ...said } = oddly(transaction, how);
  const code = statusCode(payment.status, payment.fraud);
  const expired = payment.status === 'expire';
  return {
    status_code: code,
    status_message: expired ? 'Success, transaction has expired' : 'Success, transaction is found',
    ...common(transaction),
    ...said,
    ...methodFields(payment),
    ...settlement(payment, payment.status),
    ...refundFields(payment),
    signature_key: signature(signedAs, code, said.gross_amount, serverKey),
    expiry_time: wib(payment.expiresAt),
  };
}

/** The signed notification of the present status, or of an earlier one that is (re)sent out of order. */
export function notification(
  transaction: Begun,
  serverKey: string,
  told: { status: Status; fraud: Fraud } = transaction.payment,
): Record<string, unknown> {
  const { payment, orderId } = transaction;
  const code = notificationCode(told.status, told.fraud);
  // DANA's documented pending notification is written in capitals.
  const word = payment.paymentType === 'dana' && told.status === 'pending' ? 'PENDING' : told.status;
  return {
    ...common(transaction),
    ...methodFields(payment),
    ...settlement(payment, told.status),
    ...(payment.paymentType === 'qris'
      ? { transaction_type: 'off-us', issuer: 'sandbox', acquirer: 'gopay' }
      : {}),
    ...(told.status === 'pending' ? {} : refundFields(payment)),
    transaction_status: word,
    fraud_status: told.fraud,
    status_code: code,
    status_message: 'midtrans payment notification',
    signature_key: signature(orderId, code, payment.grossAmount, serverKey),
    expiry_time: wib(payment.expiresAt),
  };
}
