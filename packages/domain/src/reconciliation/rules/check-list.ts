import type { GatewaySettlement } from '../../ports/payment-gateway.js';

const CENTURY = { begins: new Date('2000-01-01T00:00:00Z'), ends: new Date('2100-01-01T00:00:00Z') };

/** What makes a line unbelievable, in words; null: nothing. */
export function faultOf({
  kind,
  orderId,
  gatewayTransactionId,
  gross,
  fee,
  net,
  settledAt,
}: GatewaySettlement): string | null {
  if (orderId === '') return 'names no order';
  if (/\p{Cc}/u.test(orderId + (gatewayTransactionId ?? ''))) return 'has a character that no text has';
  if (![gross, fee, net].every(Number.isSafeInteger)) return 'has an amount that is not whole rupiah';
  if (Number.isNaN(settledAt.getTime())) return 'has no time';
  // A year outside of this century is a mistake in writing, and some the database does not take at all.
  if (settledAt < CENTURY.begins || settledAt >= CENTURY.ends) return 'has a time outside of this century';
  if (fee < 0) return 'has a negative fee';
  if (net !== gross - fee) return 'does not add up: net is gross less fee';
  if (gross === 0 || gross > 0 !== (kind === 'PAYMENT')) return `is a ${kind} over ${gross}`;
  return null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Our payments are orders by their id; null: this order is none of ours. */
export function paymentIdOf(orderId: string): string | null {
  return UUID.test(orderId) ? orderId : null;
}

/**
 * The n-th line like this in one list, from 1: lists overlap, so a line that an earlier list had is not new, but a second
 * one like it within one list is.
 */
export function numberAlike(lines: GatewaySettlement[]): (GatewaySettlement & { occurrence: number })[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const { kind, orderId, gatewayTransactionId, gross, fee, settledAt } = line;
    const alike = JSON.stringify([kind, orderId, gatewayTransactionId, gross, fee, settledAt.getTime()]);
    const occurrence = (seen.get(alike) ?? 0) + 1;
    seen.set(alike, occurrence);
    return { ...line, occurrence };
  });
}
