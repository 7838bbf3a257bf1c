import type { GatewayStatus } from '@minispod/domain/ports/payment-gateway';

type Said = Omit<GatewayStatus, 'raw'>;

/** Of a payment that its gateway does not know; `raw` is what it said. */
export const NOT_FOUND: Said = {
  state: 'NOT_FOUND',
  rawStatus: null,
  fraudStatus: null,
  gatewayTransactionId: null,
  orderId: null,
  grossAmount: null,
  currency: null,
  paymentType: null,
  reversals: [],
};

/** Of an answer that came and says nothing about the payment. The gateway is up: only this payment stays in doubt. */
export const UNCLEAR: Said = { ...NOT_FOUND, state: 'UNKNOWN', rawStatus: 'unclear' };
