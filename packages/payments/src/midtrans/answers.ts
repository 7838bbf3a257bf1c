import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import type { GatewayReversal, GatewayStatus } from '@minispod/domain/ports/payment-gateway';
import { asObject, asText, type Json } from '../json.js';
import { gatewayState } from './status-map.js';

/** `50000.00` as whole rupiah; null when it is no such amount. */
function wholeRupiah(value: unknown): Rupiah | null {
  const whole = /^(\d{1,15})(?:\.0+)?$/.exec(asText(value) ?? '')?.[1];
  return whole === undefined ? null : rupiah(Number(whole));
}

/** Reads a status answer; null when it does not speak of this payment. */
export function readStatus(answer: Json, paymentId: string): GatewayStatus | null {
  const rawStatus = asText(answer.transaction_status);
  if (rawStatus === null || answer.order_id !== paymentId) return null;
  const fraudStatus = asText(answer.fraud_status);
  return {
    state: gatewayState(rawStatus, fraudStatus),
    rawStatus,
    fraudStatus,
    gatewayTransactionId: asText(answer.transaction_id),
    grossAmount: wholeRupiah(answer.gross_amount),
    paymentType: asText(answer.payment_type),
    reversals: reversalsOf(rawStatus.toLowerCase(), answer),
    raw: answer,
  };
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
