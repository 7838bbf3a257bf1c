export type Status = 'UNPAID' | 'PAID' | 'EXPIRED' | 'FAILED' | 'REFUND';

/** Times are ISO 8601 UTC: this is what the state file holds. */
export interface Transaction {
  /** Tripay's own name for it. */
  reference: string;
  merchantRef: string;
  /** A channel's code. */
  method: string;
  /** Whole rupiah, as ordered. */
  amount: number;
  /** Whole rupiah, as reported. A control request can make it differ from what was ordered. */
  reportedAmount: number;
  /** Whole rupiah, borne by the merchant. */
  fee: number;
  status: Status;
  customer: { name: string; email: string; phone: string | null };
  items: { sku: string | null; name: string; price: number; quantity: number }[];
  callbackUrl: string;
  returnUrl: string | null;
  payCode: string | null;
  qrString: string | null;
  createdAt: string;
  expiresAt: string;
  paidAt: string | null;
}
