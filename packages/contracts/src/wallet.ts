import { z } from 'zod';
import { IdSchema, listOf, PageInput, RequestIdSchema, TimeSchema } from './shared.js';

/** Rupiah. */
export const MINIMUM_TOP_UP = 10_000;
export const MAXIMUM_TOP_UP = 50_000_000;

export const TRANSACTION_TYPES = ['TOP_UP', 'SUBSCRIPTION', 'UPGRADE', 'REFUND', 'ADMIN_ADJUSTMENT'] as const;
export type TransactionType = (typeof TRANSACTION_TYPES)[number];
export const TRANSACTION_STATUSES = ['PENDING', 'COMPLETED', 'FAILED', 'CANCELLED', 'REFUNDED'] as const;
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number];

export const STORED_PAYMENT_METHODS = [
  'MIDTRANS_BANK_TRANSFER',
  'MIDTRANS_E_WALLET',
  'MIDTRANS_CREDIT_CARD',
  'MIDTRANS_QRIS',
  'ADMIN_MANUAL',
  'MANUAL_TRANSFER',
  'TRIPAY',
] as const;
export type StoredPaymentMethod = (typeof STORED_PAYMENT_METHODS)[number];

export const TOP_UP_METHODS = ['BANK_TRANSFER', 'E_WALLET', 'CREDIT_CARD', 'QRIS'] as const;
export type TopUpMethod = (typeof TOP_UP_METHODS)[number];
export const BANKS = ['bca', 'bni', 'bri', 'mandiri', 'permata'] as const;
export const E_WALLETS = ['gopay', 'ovo', 'dana', 'shopeepay', 'linkaja'] as const;

export const TopUpInput = z.strictObject({
  /** Whole rupiah. */
  amount: z
    .int('Whole rupiah only')
    .min(MINIMUM_TOP_UP, 'At least Rp10.000')
    .max(MAXIMUM_TOP_UP, 'At most Rp50.000.000 at a time'),
  paymentMethod: z.enum(TOP_UP_METHODS),
  bank: z.enum(BANKS).optional(),
  wallet: z.enum(E_WALLETS).optional(),
  /** Path within the console to come back to after paying, e.g. `/services/n8n?plan=…`. */
  returnTo: z
    .string()
    .max(500)
    .regex(/^\/(?![/\\])/, 'A path of this console')
    .optional(),
  requestId: RequestIdSchema.optional(),
});
export type TopUpInput = z.infer<typeof TopUpInput>;

/** `UNCERTAIN`: the gateway did not answer when the payment was opened; it may exist. */
export const PAYMENT_STATUSES = ['PENDING', 'UNCERTAIN', 'PAID', 'FAILED', 'EXPIRED', 'CANCELLED'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export const TopUpView = z.object({
  transactionId: IdSchema,
  amount: z.number().int(),
  paymentMethod: z.enum(TOP_UP_METHODS),
  status: z.enum(TRANSACTION_STATUSES),
  snapToken: z.string().optional(),
  redirectUrl: z.string().optional(),
  qrString: z.string().optional(),
  expiresAt: TimeSchema,
  createdAt: TimeSchema,
  completedAt: TimeSchema.nullable(),
  /** Why it failed, as a code: DENIED, CANCELLED, EXPIRED, GATEWAY_FAILED; null otherwise. */
  failure: z.string().nullable(),
});
export type TopUpView = z.infer<typeof TopUpView>;

export const TopUpStatusInput = z.strictObject({ transactionId: IdSchema });

export const WalletView = z.object({
  creditBalance: z.number().int(),
  totalTopUp: z.number().int(),
  totalSpent: z.number().int(),
  /** Rupiah reserved for orders that are still starting; already out of creditBalance. */
  held: z.number().int(),
  /** Days until something due is not covered; null when nothing is due or it is covered for a year. */
  runwayDays: z.number().int().nullable(),
  /** The first thing that stops when no more comes in. */
  runwayEnd: z.object({ at: TimeSchema, serviceName: z.string(), shortfall: z.number().int() }).nullable(),
  upcoming: z.array(
    z.object({ subscriptionId: IdSchema, serviceName: z.string(), at: TimeSchema, amount: z.number().int() }),
  ),
});
export type WalletView = z.infer<typeof WalletView>;

export const TransactionsInput = PageInput.extend({
  type: z.enum(TRANSACTION_TYPES).optional(),
  status: z.enum(TRANSACTION_STATUSES).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type TransactionsInput = z.infer<typeof TransactionsInput>;

export const TransactionView = z.object({
  id: IdSchema,
  type: z.enum(TRANSACTION_TYPES),
  status: z.enum(TRANSACTION_STATUSES),
  /** Rupiah, always positive; `direction` says whether it came into the balance or went out. */
  amount: z.number().int(),
  direction: z.enum(['IN', 'OUT']),
  balanceBefore: z.number().int(),
  balanceAfter: z.number().int(),
  paymentMethod: z.enum(STORED_PAYMENT_METHODS).nullable(),
  paymentReference: z.string().nullable(),
  description: z.string(),
  subscriptionId: IdSchema.nullable(),
  orderId: IdSchema.nullable(),
  createdAt: TimeSchema,
  completedAt: TimeSchema.nullable(),
});
export type TransactionView = z.infer<typeof TransactionView>;

export const TransactionDetail = TransactionView.extend({
  /** The ledger entries beneath it, from its owner's side. */
  postings: z.array(
    z.object({ account: z.string(), amount: z.number().int(), description: z.string(), at: TimeSchema }),
  ),
});
export type TransactionDetail = z.infer<typeof TransactionDetail>;

export const TransactionListView = listOf(TransactionView);
export const TransactionInput = z.strictObject({ id: IdSchema });
