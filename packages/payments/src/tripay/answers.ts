import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import type { GatewayStatus } from '@minispod/domain/ports/payment-gateway';
import { asText, type Json } from '../json.js';
import { gatewayState } from './status-map.js';

function wholeRupiah(value: unknown): Rupiah | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? rupiah(value) : null;
}

/**
 * Reads a transaction; null when it does not speak of this payment. Tripay tells no amount that went back, only the
 * word REFUND: everything that is left.
 */
export function readStatus(transaction: Json, paymentId: string): GatewayStatus | null {
  const rawStatus = asText(transaction.status);
  if (rawStatus === null || transaction.merchant_ref !== paymentId) return null;
  const state = gatewayState(rawStatus);
  return {
    state,
    rawStatus,
    fraudStatus: null,
    gatewayTransactionId: asText(transaction.reference),
    grossAmount: wholeRupiah(transaction.amount),
    paymentType: asText(transaction.payment_method),
    reversals: state === 'REFUNDED' ? [{ kind: 'REFUND', key: 'refund', amount: null }] : [],
    raw: transaction,
  };
}
