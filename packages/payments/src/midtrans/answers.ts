import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import type { GatewayStatus } from '@minispod/domain/ports/payment-gateway';
import { gatewayState } from './status-map.js';

export type Json = Record<string, unknown>;

/** The value as a JSON object; null for anything else, such as the text of a proxy's error page. */
export function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** `50000.00` as whole rupiah; null when it is no such amount. */
function wholeRupiah(value: unknown): Rupiah | null {
  const whole = /^(\d{1,15})(?:\.0+)?$/.exec(asText(value) ?? '')?.[1];
  return whole === undefined ? null : rupiah(Number(whole));
}

export const NOT_FOUND: Omit<GatewayStatus, 'raw'> = {
  state: 'NOT_FOUND',
  rawStatus: null,
  fraudStatus: null,
  gatewayTransactionId: null,
  grossAmount: null,
  paymentType: null,
};

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
    raw: answer,
  };
}
