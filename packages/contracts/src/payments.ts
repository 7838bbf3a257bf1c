import { z } from 'zod';
import { ApprovalView } from './approvals.js';
import { nameSchema } from './names.js';
import { IdSchema, listOf, PageInput, RequestIdSchema, StatusChange, TimeSchema } from './shared.js';
import { GATEWAYS, PAYMENT_FLAGS, PAYMENT_STATUSES, TOP_UP_METHODS, TopUpView } from './wallet.js';

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
  /** The part of `amount` that had been given back before: it went out twice. */
  excess: z.number().int(),
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
  /** A refund or an approval of it that waits for a second administrator. */
  waiting: ApprovalView.nullable(),
  /** What the gateway last said, as received. */
  evidence: z.record(z.string(), z.unknown()).nullable(),
  /** What an administrator may decide about it now; empty where nothing waits for a decision. */
  decisions: z.array(z.enum(['CREDIT', 'REJECT'])),
});

export type AdminPaymentDetail = z.infer<typeof AdminPaymentDetail>;

/** `id` is the transaction's. */
export const AdminPaymentInput = z.strictObject({ id: IdSchema });
/** Without a proof it has to be said how one knows that the money came; the log keeps it. */
export const ApproveTransferInput = AdminPaymentInput.extend({
  reason: z.string().trim().min(3).max(500).optional(),
});
/** The customer reads the reason. */
export const RejectInput = z.strictObject({ id: IdSchema, reason: z.string().trim().min(3).max(500) });
/** What was found, for the log alone. */
export const ClearFlagInput = AdminPaymentInput.extend({ reason: z.string().trim().min(3).max(500) });
/**
 * About money at a gateway that was not credited by itself, or a card under review. CREDIT: our amount, as if it had come
 * in full. REJECT: nothing; the customer reads the reason.
 */
export const DecidePaymentInput = AdminPaymentInput.extend({
  decision: z.enum(['CREDIT', 'REJECT']),
  reason: z.string().trim().min(3).max(500),
});
export type DecidePaymentInput = z.infer<typeof DecidePaymentInput>;
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
        bank: nameSchema(60),
        number: z.string().regex(/^[0-9]{5,30}$/, 'Digits only'),
        holder: nameSchema(100),
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

export const DIFFERENCE_KINDS = [
  'MISSING_HERE',
  'MISSING_THERE',
  'AMOUNT_DIFFERS',
  'TWICE_THERE',
  'NOT_CREDITED',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];
/**
 * What a difference was, in the end. CREDIT: the customer gets it. WRITE_OFF: our loss, or our gain. EXPLAINED: the list is
 * wrong about our bank: a line of it brought nothing, or what it lacks came another way. LATER: another list has it, or will.
 */
export const RESOLUTIONS = ['CREDIT', 'WRITE_OFF', 'EXPLAINED', 'LATER'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
/** Gateways that pay out to us and send lists of it. */
export const SETTLING_GATEWAYS = ['midtrans', 'tripay'] as const;
export type SettlingGateway = (typeof SETTLING_GATEWAYS)[number];

/** Why a settlement file is refused, in a word for programs. UNEVEN: a line is not as long as the header. */
export const SETTLEMENT_FILE_PROBLEMS = [
  'EMPTY',
  'CUT',
  'CHARACTERS',
  'UNEVEN',
  'NO_COLUMN',
  'TWO_COLUMNS',
  'ORDER',
  'TRANSACTION',
  'KIND',
  'AMOUNT',
  'FEE',
  'NET',
  'TIME',
] as const;
export type SettlementFileProblem = (typeof SETTLEMENT_FILE_PROBLEMS)[number];

/** Bytes of a settlement file; 10,000 lines have about 2 million. */
export const MAXIMUM_SETTLEMENT_FILE = 20 * 1024 * 1024;

/** A settlement list, in rupiah: `gross`, `fees` and `net` over all of its lines. */
export const SettlementImportView = z.object({
  id: IdSchema,
  gateway: z.enum(SETTLING_GATEWAYS),
  source: z.enum(['FILE', 'API']),
  fileName: z.string().nullable(),
  /** Jakarta days that it tells of, YYYY-MM-DD. */
  firstDay: z.string(),
  lastDay: z.string(),
  /** In the list: of which an earlier list had `known`, and which settle something of ours in just its amount, `matched`. */
  lines: z.number().int(),
  known: z.number().int(),
  matched: z.number().int(),
  /** Differences found with it that nobody has resolved yet, and all. */
  open: z.number().int(),
  differences: z.number().int(),
  gross: z.number().int(),
  fees: z.number().int(),
  net: z.number().int(),
  importedBy: Owner.nullable(),
  createdAt: TimeSchema,
});
export type SettlementImportView = z.infer<typeof SettlementImportView>;
export const SettlementImportListView = listOf(SettlementImportView);
/** What importing a list did. `isNew` false: it was imported before, and nothing changed. */
export const ImportedSettlementsView = SettlementImportView.extend({ isNew: z.boolean() });

export const DifferenceView = z.object({
  id: IdSchema,
  gateway: z.enum(SETTLING_GATEWAYS),
  importId: IdSchema,
  /** Of the imported file; null: asked by its API. */
  fileName: z.string().nullable(),
  /** In the list; null: what is missing there stands in no line. */
  line: z.number().int().nullable(),
  kind: z.enum(DIFFERENCE_KINDS),
  /** What the line tells of, or the list lacks. */
  about: z.enum(['PAYMENT', 'REFUND', 'CHARGEBACK', 'DENIAL']),
  orderId: z.string(),
  /** Of the top-up it is about, where we know it. */
  transactionId: IdSchema.nullable(),
  user: Owner.nullable(),
  /** Signed rupiah in our books and in the list; null: nothing. */
  ours: z.number().int().nullable(),
  theirs: z.number().int().nullable(),
  fee: z.number().int().nullable(),
  /** When it was settled by the list, or done by us. */
  at: TimeSchema,
  status: z.enum(['OPEN', 'RESOLVED']),
  /** What can be done about it; empty once it is resolved. */
  choices: z.array(z.enum(RESOLUTIONS)),
  resolution: z.enum(RESOLUTIONS).nullable(),
  reason: z.string().nullable(),
  /** Null though resolved: it passed by itself. */
  resolvedBy: Owner.nullable(),
  resolvedAt: TimeSchema.nullable(),
  /** Its resolution waits for a second administrator. */
  waiting: ApprovalView.nullable(),
  createdAt: TimeSchema,
});
export type DifferenceView = z.infer<typeof DifferenceView>;
export const DifferenceListInput = PageInput.extend({
  status: z.enum(['OPEN', 'RESOLVED']).optional(),
  kind: z.enum(DIFFERENCE_KINDS).optional(),
  gateway: z.enum(SETTLING_GATEWAYS).optional(),
  importId: IdSchema.optional(),
});
export const DifferenceListView = listOf(DifferenceView);
export const ResolveDifferenceInput = z.strictObject({
  id: IdSchema,
  resolution: z.enum(RESOLUTIONS),
  reason: z.string().trim().min(3).max(500),
  requestId: RequestIdSchema.optional(),
});
export type ResolveDifferenceInput = z.infer<typeof ResolveDifferenceInput>;

/** How the top-ups opened within a time fared, by gateway and method; the last 30 days unless said. */
export const PaymentAnalyticsInput = z.strictObject({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export const PaymentAnalyticsView = z.object({
  items: z.array(
    z.object({
      gateway: z.enum(GATEWAYS),
      method: z.enum(TOP_UP_METHODS),
      /** `paid`, `waiting` and all of `failures` together. */
      opened: z.number().int(),
      paid: z.number().int(),
      waiting: z.number().int(),
      /** By reason: DENIED, CANCELLED, EXPIRED, GATEWAY_FAILED, REVERSED, REJECTED. */
      failures: z.record(z.string(), z.number().int()),
      /** Rupiah that were paid. */
      amount: z.number().int(),
      /** Half of those paid took no longer than this; null: none was paid. */
      medianSecondsToPay: z.number().int().nullable(),
    }),
  ),
});
export type PaymentAnalyticsView = z.infer<typeof PaymentAnalyticsView>;

export const GatewayHealthView = z.object({
  gateway: z.enum(GATEWAYS),
  /** This installation has its keys, or for transfers by hand a bank account. */
  isConfigured: z.boolean(),
  /** Not offered since then, because it does not answer. */
  downSince: TimeSchema.nullable(),
  /** Unanswered in a row, though it may not count as down yet. */
  failures: z.number().int(),
  lastError: z.string().nullable(),
});
export const RoutesView = z.object({
  items: z.array(
    z.object({
      method: z.enum(TOP_UP_METHODS),
      /** In the order in which they are tried. */
      gateways: z.array(
        z.object({ gateway: z.enum(GATEWAYS), isEnabled: z.boolean(), isConfigured: z.boolean() }),
      ),
    }),
  ),
  gateways: z.array(GatewayHealthView),
});
export type RoutesView = z.infer<typeof RoutesView>;
/** All gateways of one method, in the order in which they are to be tried. */
export const SetRouteInput = z
  .strictObject({
    method: z.enum(TOP_UP_METHODS),
    gateways: z
      .array(z.strictObject({ gateway: z.enum(GATEWAYS), isEnabled: z.boolean() }))
      .min(1)
      .max(GATEWAYS.length),
  })
  .refine(({ gateways }) => new Set(gateways.map(({ gateway }) => gateway)).size === gateways.length, {
    error: 'Each gateway once',
    path: ['gateways'],
  })
  .refine(
    ({ method, gateways }) =>
      gateways.every(({ gateway }) => (gateway === 'manual') === (method === 'MANUAL_TRANSFER')),
    { error: 'Transfers by hand go through no gateway, all else through one', path: ['gateways'] },
  );
export type SetRouteInput = z.infer<typeof SetRouteInput>;
