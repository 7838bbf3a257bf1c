import type { GatewayStatus } from '@minispod/domain/ports/payment-gateway';

/** Of a payment that its gateway does not know; `raw` is what it said. */
export const NOT_FOUND: Omit<GatewayStatus, 'raw'> = {
  state: 'NOT_FOUND',
  rawStatus: null,
  fraudStatus: null,
  gatewayTransactionId: null,
  grossAmount: null,
  paymentType: null,
  reversals: [],
};
