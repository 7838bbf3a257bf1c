import { z } from 'zod';
import { isOwnPath } from './own-path.js';
import { IdSchema, listOf, PageInput, RequestIdSchema, TimeSchema } from './shared.js';

/** Rupiah. */
export const MINIMUM_TOP_UP = 10_000;
export const MAXIMUM_TOP_UP = 50_000_000;

/** REVERSAL: money a bank or gateway took back, or that went back to where it came from. DEBT_PAYMENT: what was owed since. */
export const TRANSACTION_TYPES = [
  'TOP_UP',
  'SUBSCRIPTION',
  'UPGRADE',
  'REFUND',
  'ADMIN_ADJUSTMENT',
  'REVERSAL',
  'DEBT_PAYMENT',
] as const;
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

export const TOP_UP_METHODS = [
  'BANK_TRANSFER',
  'E_WALLET',
  'CREDIT_CARD',
  'QRIS',
  'MANUAL_TRANSFER',
] as const;
export type TopUpMethod = (typeof TOP_UP_METHODS)[number];
export const BANKS = ['bca', 'bni', 'bri', 'mandiri', 'permata'] as const;
export const GATEWAYS = ['midtrans', 'tripay', 'manual'] as const;
export type GatewayName = (typeof GATEWAYS)[number];
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
  returnTo: z.string().max(500).refine(isOwnPath, 'A path of this console').optional(),
  requestId: RequestIdSchema.optional(),
});
export type TopUpInput = z.infer<typeof TopUpInput>;

/**
 * UNCERTAIN: the gateway did not answer when the payment was opened; it may exist. IN_REVIEW: an administrator has to
 * decide: about a proof of transfer, or about money at a gateway that is not what was asked for. REVERSED: all of it went back, PARTIALLY_REVERSED: a part.
 */
export const PAYMENT_STATUSES = [
  'PENDING',
  'UNCERTAIN',
  'IN_REVIEW',
  'PAID',
  'PARTIALLY_REVERSED',
  'REVERSED',
  'FAILED',
  'EXPIRED',
  'CANCELLED',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/**
 * What an operator should look at. AMOUNT_DIFFERS: the gateway says that less than our amount or another currency came, and
 * nothing was credited; or that more went back than was credited. UNRESOLVED: it ended without the gateway's last word.
 */
export const PAYMENT_FLAGS = [
  'PAID_AFTER_END',
  'AMOUNT_DIFFERS',
  'REVERSED_UNSEEN',
  'UNRESOLVED',
  'PAID_OUT_TWICE',
] as const;
export type PaymentFlag = (typeof PAYMENT_FLAGS)[number];

/** How to pay, shown in the console. `bank` and `wallet` are the codes of BANKS and E_WALLETS. */
export const PaymentInstructions = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('VA'), bank: z.string(), number: z.string() }),
  /** Mandiri: paid as a bill, by the biller's code and a key. */
  z.object({ kind: z.literal('BILL'), bank: z.string(), billerCode: z.string(), billKey: z.string() }),
  /** EMV payload to be drawn. */
  z.object({ kind: z.literal('QR'), qrString: z.string() }),
  /** Opens the wallet's app; a QR for those who sit at a desk, where there is one. */
  z.object({
    kind: z.literal('DEEPLINK'),
    wallet: z.string(),
    url: z.string(),
    qrString: z.string().nullable(),
  }),
  /** The gateway's own page. */
  z.object({ kind: z.literal('PAGE'), url: z.string() }),
  /** To one of our bank accounts: exactly this amount, whose last digits tell it from the others. */
  z.object({
    kind: z.literal('TRANSFER'),
    amount: z.number().int(),
    accounts: z.array(z.object({ bank: z.string(), number: z.string(), holder: z.string() })),
  }),
]);
export type PaymentInstructions = z.infer<typeof PaymentInstructions>;

export const PROOF_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type ProofType = (typeof PROOF_TYPES)[number];
/** Bytes. */
export const MAXIMUM_PROOF = 5 * 1024 * 1024;
/** More than phones take; a file of a few bytes may claim any number, and whoever opens it would have to hold them all. */
export const MAXIMUM_PROOF_PIXELS = 64_000_000;
/** Why a proof is refused, in a word for programs. */
export const PROOF_PROBLEMS = ['TYPE', 'HEIC', 'PIXELS'] as const;
export type ProofProblem = (typeof PROOF_PROBLEMS)[number];

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
  /** Why it failed, as a code: DENIED, CANCELLED, EXPIRED, GATEWAY_FAILED, REJECTED, NOT_ACCEPTED; null otherwise. */
  failure: z.string().nullable(),
  gateway: z.enum(GATEWAYS),
  bank: z.string().nullable(),
  wallet: z.string().nullable(),
  /** More exactly than `status`. */
  paymentStatus: z.enum(PAYMENT_STATUSES),
  instructions: PaymentInstructions.nullable(),
  /** Held back: a card under review at its bank, or money that an administrator has to decide about. */
  isUnderReview: z.boolean(),
  canCancel: z.boolean(),
  /** Rupiah that went back. */
  reversedAmount: z.number().int(),
  /** The order it pays at once; null: it stays in the wallet. */
  orderId: IdSchema.nullable(),
  /** That order lapses then, whatever time this payment has left; null when no order waits for it (any more). */
  orderPayBy: TimeSchema.nullable(),
  proof: z
    .object({ fileName: z.string(), contentType: z.enum(PROOF_TYPES), uploadedAt: TimeSchema })
    .nullable(),
  /** Why an administrator did not accept the proof. */
  reviewNote: z.string().nullable(),
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
  /** Rupiah owed because money was taken back after it was spent: the next top-ups pay it first. */
  receivable: z.number().int(),
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

/** Open top-ups of a user, newest first: what can still be paid, cancelled or proved. */
export const OpenTopUpsView = z.object({ items: z.array(TopUpView), maximum: z.number().int() });

/** What can be chosen now, in the operator's order. */
export const PaymentMethodsInput = z.strictObject({ amount: z.int().min(1).optional() });
export const PaymentMethodsView = z.object({
  items: z.array(
    z.object({
      method: z.enum(TOP_UP_METHODS),
      /** A bank or wallet of it; null where there is nothing to choose. */
      bank: z.string().nullable(),
      wallet: z.string().nullable(),
      name: z.string(),
      /** Whole rupiah. */
      min: z.number().int(),
      max: z.number().int(),
      /** How it is shown. */
      shows: z.enum(['VA', 'BILL', 'QR', 'DEEPLINK', 'PAGE', 'TRANSFER']),
      isAvailable: z.boolean(),
      /** AMOUNT: outside its limits. DOWN: whoever takes it does not answer just now. OFF: not offered. */
      reason: z.enum(['AMOUNT', 'DOWN', 'OFF']).nullable(),
    }),
  ),
  /** What was used last, to begin with. */
  last: z
    .object({ method: z.enum(TOP_UP_METHODS), bank: z.string().nullable(), wallet: z.string().nullable() })
    .nullable(),
});
export type PaymentMethodsView = z.infer<typeof PaymentMethodsView>;
