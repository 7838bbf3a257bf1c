import type { GatewayReversal, GatewayStatus } from '@minispod/domain/ports/payment-gateway';
import { asObject, asText, type Json, wholeRupiah } from '../json.js';
import { UNCLEAR } from '../not-found.js';
import { isSignedBy } from './signature.js';
import { gatewayState } from './status-map.js';

/**
 * Reads the answer to a question about `paymentId`. The id that was asked by names the payment: DANA and others answer with
 * an order id of their own, or with none. An answer that is signed for neither name, or says no status, is UNKNOWN.
 */
export function readStatus(answer: Json, paymentId: string, serverKey: string): GatewayStatus {
  const rawStatus = asText(answer.transaction_status);
  if (rawStatus === null || !isRightlySigned(answer, paymentId, serverKey))
    return { ...UNCLEAR, raw: answer };
  const fraudStatus = asText(answer.fraud_status);
  return {
    state: gatewayState(rawStatus, fraudStatus),
    rawStatus,
    fraudStatus,
    gatewayTransactionId: asText(answer.transaction_id),
    orderId: asText(answer.order_id),
    currency: asText(answer.currency),
    grossAmount: wholeRupiah(answer.gross_amount),
    paymentType: asText(answer.payment_type),
    reversals: reversalsOf(rawStatus.toLowerCase(), answer),
    raw: answer,
  };
}

/** An answer that names our order came over our own authenticated call; any other has to prove itself. A wrong proof is none. */
function isRightlySigned(answer: Json, paymentId: string, serverKey: string): boolean {
  const signature = asText(answer.signature_key);
  if (signature === null) return answer.order_id === paymentId;
  const [statusCode = '', grossAmount = ''] = [answer.status_code, answer.gross_amount].map(
    (value) => asText(value) ?? '',
  );
  return [paymentId, asText(answer.order_id) ?? paymentId].some((orderId) =>
    isSignedBy({ orderId, statusCode, grossAmount }, signature, serverKey),
  );
}

/**
 * What went back, one by one: `refunds` names each by the key it was asked for under. A chargeback is named by nothing but
 * its total, which grows from a partial to a whole one.
 */
function reversalsOf(rawStatus: string, answer: Json): GatewayReversal[] {
  const isChargeback = rawStatus === 'chargeback' || rawStatus === 'partial_chargeback';
  const listed = Array.isArray(answer.refunds) ? answer.refunds : [];
  const refunds = listed.flatMap((item): GatewayReversal[] => {
    const refund = asObject(item);
    const key = asText(refund?.refund_key) ?? asText(String(refund?.refund_chargeback_id ?? ''));
    return refund && key ? [{ kind: 'REFUND', key, amount: wholeRupiah(refund.refund_amount) }] : [];
  });
  if (!isChargeback) return refunds;
  const total = rawStatus === 'chargeback' ? null : wholeRupiah(answer.refund_amount);
  return [
    ...refunds,
    { kind: 'CHARGEBACK', key: `${rawStatus}:${total ?? 'whole'}`, amount: total, isTotal: true },
  ];
}
