import type { GatewayName, TopUpMethod } from './wallet.js';

/** A top-up that was credited, for paper. Amounts are rupiah, times ISO 8601. */
export interface ReceiptView {
  transactionId: string;
  payer: { name: string; email: string };
  amount: number;
  method: TopUpMethod;
  /** Codes of BANKS and E_WALLETS; null where it was chosen on the gateway's page, or there is nothing to choose. */
  bank: string | null;
  wallet: string | null;
  gateway: GatewayName;
  /** The gateway's own name of the payment. */
  gatewayReference: string | null;
  paidAt: string;
  /** What went back since, or is on its way, oldest first. */
  reversals: { kind: 'REFUND' | 'CHARGEBACK' | 'DENIAL'; amount: number; at: string; isUnderway: boolean }[];
  /** What of `amount` did not go back. */
  left: number;
}
