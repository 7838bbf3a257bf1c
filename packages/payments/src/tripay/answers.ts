import type { GatewayStatus } from '@minispod/domain/ports/payment-gateway';
import { asText, type Json, wholeRupiah } from '../json.js';
import { UNCLEAR } from '../not-found.js';
import { gatewayState } from './status-map.js';

/**
 * Reads a transaction in our words; UNKNOWN when it says no status. Which payment it is about is the caller's. Tripay tells no amount that went back, only the
 * word REFUND: everything that is left.
 */
export function readStatus(transaction: Json): GatewayStatus {
  const rawStatus = asText(transaction.status);
  if (rawStatus === null) return { ...UNCLEAR, raw: transaction };
  const state = gatewayState(rawStatus);
  return {
    state,
    rawStatus,
    fraudStatus: null,
    gatewayTransactionId: asText(transaction.reference),
    orderId: asText(transaction.merchant_ref),
    currency: asText(transaction.currency),
    grossAmount: wholeRupiah(transaction.amount),
    paymentType: asText(transaction.payment_method),
    reversals: state === 'REFUNDED' ? [{ kind: 'REFUND', key: 'refund', amount: null }] : [],
    raw: transaction,
  };
}
