import { z } from 'zod';
import { IdSchema, listOf, PageInput, RequestIdSchema, StatusChange, TimeSchema } from './shared.js';
import {
  GATEWAYS,
  PAYMENT_FLAGS,
  PAYMENT_STATUSES,
  TOP_UP_METHODS,
  TopUpView,
  TransactionListView,
} from './wallet.js';

const Owner = z.object({ id: IdSchema, name: z.string(), email: z.string() });

export const AdminPaymentListInput = PageInput.extend({
  status: z.enum(PAYMENT_STATUSES).optional(),
  gateway: z.enum(GATEWAYS).optional(),
  method: z.enum(TOP_UP_METHODS).optional(),
  flagged: z.enum(['true', 'false']).optional(),
  userId: IdSchema.optional(),
  /** The id or the gateway's reference, a part of the owner's name or address, or the exact amount. */
  q: z.string().trim().max(100).optional(),
  /** Default: the newest first. */
  sort: z.enum(['newest', 'oldest']).optional(),
});
export const ReversalView = z.object({
  id: IdSchema,
  kind: z.enum(['REFUND', 'CHARGEBACK', 'DENIAL']),
  status: z.enum(['REQUESTED', 'DONE', 'FAILED']),
  channel: z.enum(['SOURCE', 'BANK_ACCOUNT', 'NONE']),
  /** Rupiah: of which so much was in the wallet, and so much is owed since. */
  amount: z.number().int(),
  taken: z.number().int(),
  owed: z.number().int(),
  reason: z.string().nullable(),
  problem: z.string().nullable(),
  createdAt: TimeSchema,
  doneAt: TimeSchema.nullable(),
});
export const AdminPaymentView = TopUpView.extend({
  id: IdSchema,
  user: Owner,
  gatewayReference: z.string().nullable(),
  gatewayStatus: z.string().nullable(),
  flag: z.enum(PAYMENT_FLAGS).nullable(),
  paidAt: TimeSchema.nullable(),
  nextCheckAt: TimeSchema.nullable(),
});
/** `items` are top-ups by every door, newest first. */
export const AdminPaymentListView = listOf(AdminPaymentView);
export const AdminPaymentDetail = AdminPaymentView.extend({
  reversals: z.array(ReversalView),
  /** Rupiah that could be refunded now: credited, not reversed and still in the wallet. */
  refundable: z.number().int(),
  /** How a refund can go. */
  refundTo: z.array(z.enum(['SOURCE', 'BANK_ACCOUNT'])),
  events: z.array(
    z.object({
      rawStatus: z.string(),
      deliveries: z.number().int(),
      receivedAt: TimeSchema,
      handledAt: TimeSchema.nullable(),
    }),
  ),
  /** Every change of its state, oldest first. */
  timeline: z.array(StatusChange),
  /** What the gateway last said, as received. */
  evidence: z.record(z.string(), z.unknown()).nullable(),
});

/** `id` is the transaction's. */
export const AdminPaymentInput = z.strictObject({ id: IdSchema });
export const ApproveInput = z.strictObject({ id: IdSchema, requestId: RequestIdSchema.optional() });
/** The customer reads the reason. */
export const RejectInput = z.strictObject({ id: IdSchema, reason: z.string().trim().min(3).max(500) });
export const RefundInput = z
  .strictObject({
    id: IdSchema,
    /** Whole rupiah; absent: all that is left. */
    amount: z.int('Whole rupiah only').min(1).optional(),
    reason: z.string().trim().min(3).max(500),
    to: z.enum(['SOURCE', 'BANK_ACCOUNT']).default('SOURCE'),
    /** Where it was sent by hand. */
    bankAccount: z
      .strictObject({
        bank: z.string().trim().min(2).max(60),
        number: z.string().regex(/^[0-9]{5,30}$/, 'Digits only'),
        holder: z.string().trim().min(2).max(100),
        /** The bank's reference of the transfer. */
        reference: z.string().trim().min(1).max(100),
      })
      .optional(),
    requestId: RequestIdSchema.optional(),
  })
  .refine(({ to, bankAccount }) => (to === 'BANK_ACCOUNT') === (bankAccount !== undefined), {
    error: 'A refund by hand, and only that, names the account it went to',
    path: ['bankAccount'],
  });
export type RefundInput = z.infer<typeof RefundInput>;
export const AdminTransactionListView = TransactionListView;

export const DIFFERENCE_KINDS = [
  'MISSING_HERE',
  'MISSING_THERE',
  'AMOUNT_DIFFERS',
  'TWICE_THERE',
  'NOT_CREDITED',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];
/**
 * CREDIT: the customer gets what we owe them. WRITE_OFF: the books carry the difference. EXPLAINED: nothing to book.
 * LATER: it will be in another list.
 */
export const RESOLUTIONS = ['CREDIT', 'WRITE_OFF', 'EXPLAINED', 'LATER'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export const SettlementImportView = z.object({
  id: IdSchema,
  gateway: z.enum(['midtrans', 'tripay']),
  source: z.enum(['FILE', 'API']),
  fileName: z.string().nullable(),
  firstDay: z.string(),
  lastDay: z.string(),
  lines: z.number().int(),
  matched: z.number().int(),
  open: z.number().int(),
  /** Rupiah over all lines. */
  gross: z.number().int(),
  fees: z.number().int(),
  net: z.number().int(),
  createdAt: TimeSchema,
});
export const SettlementImportListView = listOf(SettlementImportView);
export const DifferenceView = z.object({
  id: IdSchema,
  importId: IdSchema,
  gateway: z.enum(['midtrans', 'tripay']),
  /** Of the imported file; null: asked by its API. */
  fileName: z.string().nullable(),
  line: z.number().int().nullable(),
  kind: z.enum(DIFFERENCE_KINDS),
  orderId: z.string().nullable(),
  transactionId: IdSchema.nullable(),
  user: Owner.nullable(),
  ours: z.number().int().nullable(),
  theirs: z.number().int().nullable(),
  status: z.enum(['OPEN', 'RESOLVED']),
  /** What can be done about it. */
  choices: z.array(z.enum(RESOLUTIONS)),
  resolution: z.enum(RESOLUTIONS).nullable(),
  reason: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  resolvedAt: TimeSchema.nullable(),
  createdAt: TimeSchema,
});
export const DifferenceListInput = PageInput.extend({
  status: z.enum(['OPEN', 'RESOLVED']).optional(),
  importId: IdSchema.optional(),
});
export const DifferenceListView = listOf(DifferenceView);
export const ResolveDifferenceInput = z.strictObject({
  id: IdSchema,
  resolution: z.enum(RESOLUTIONS),
  reason: z.string().trim().min(3).max(500),
  requestId: RequestIdSchema.optional(),
});

/** How top-ups fare, by gateway and method, over a time. */
export const PaymentAnalyticsInput = z.strictObject({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export const PaymentAnalyticsView = z.object({
  items: z.array(
    z.object({
      gateway: z.enum(GATEWAYS),
      method: z.enum(TOP_UP_METHODS),
      opened: z.number().int(),
      paid: z.number().int(),
      /** By reason. */
      failures: z.record(z.string(), z.number().int()),
      /** Rupiah. */
      amount: z.number().int(),
      /** Half of those paid took no longer than this; null: none was paid. */
      medianSecondsToPay: z.number().int().nullable(),
    }),
  ),
  gateways: z.array(
    z.object({
      gateway: z.enum(GATEWAYS),
      downSince: TimeSchema.nullable(),
      lastError: z.string().nullable(),
    }),
  ),
});

export const RoutesView = z.object({
  items: z.array(
    z.object({
      method: z.enum(TOP_UP_METHODS),
      gateways: z.array(
        z.object({ gateway: z.enum(GATEWAYS), isEnabled: z.boolean(), isConfigured: z.boolean() }),
      ),
    }),
  ),
});
/** All gateways of one method, in the order in which they are to be tried. */
export const SetRouteInput = z.strictObject({
  method: z.enum(TOP_UP_METHODS),
  gateways: z
    .array(z.strictObject({ gateway: z.enum(GATEWAYS), isEnabled: z.boolean() }))
    .min(1)
    .max(3),
});
