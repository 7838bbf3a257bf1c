import { z } from 'zod';
import { ROLES, USER_STATUSES, UserView } from './account.js';
import { ApprovalView } from './approvals.js';
import { InvoiceView } from './invoice.js';
import { ORDER_STATUSES, OrderView } from './order.js';
import { IdSchema, listOf, PageInput, RequestIdSchema, TimeSchema } from './shared.js';
import { SUBSCRIPTION_STATUSES, SubscriptionView } from './subscription.js';
import { TransactionView, WalletView } from './wallet.js';

const ReasonSchema = z.string().trim().min(3).max(500);
/** Rupiah; a slip of a few digits too many is refused. */
const MAXIMUM_ADJUSTMENT = 100_000_000;

export const AdjustCreditInput = z.strictObject({
  /** The user's. */
  id: IdSchema,
  /** Whole rupiah: positive is added, negative taken away. */
  amount: z
    .int('Whole rupiah only')
    .min(-MAXIMUM_ADJUSTMENT, 'At most Rp100.000.000 at a time')
    .max(MAXIMUM_ADJUSTMENT, 'At most Rp100.000.000 at a time')
    .refine((amount) => amount !== 0, 'Must not be zero'),
  /** The customer reads it. */
  reason: ReasonSchema,
  requestId: RequestIdSchema.optional(),
});
export type AdjustCreditInput = z.infer<typeof AdjustCreditInput>;
export const AdjustCreditView = z.object({
  /** Null while it waits for a second administrator: nothing was moved yet. */
  transaction: TransactionView.nullable(),
  creditBalance: z.number().int(),
  approval: ApprovalView.nullable(),
});

export const SuspendInput = z.strictObject({
  id: IdSchema,
  /** The customer reads it. */
  reason: ReasonSchema,
});
export const ResumeInput = z.strictObject({ id: IdSchema });
export const AdminCancelInput = z.strictObject({
  id: IdSchema,
  when: z.enum(['period_end', 'now']).default('period_end'),
  reason: ReasonSchema,
  requestId: RequestIdSchema.optional(),
});
export type AdminCancelInput = z.infer<typeof AdminCancelInput>;

const Owner = z.object({ id: IdSchema, name: z.string(), email: z.string() });
const OfUser = PageInput.extend({ userId: IdSchema.optional() });

export const AdminSubscriptionListInput = OfUser.extend({ status: z.enum(SUBSCRIPTION_STATUSES).optional() });
export const AdminSubscriptionListView = listOf(SubscriptionView.extend({ user: Owner }));
export const AdminOrderListInput = OfUser.extend({ status: z.enum(ORDER_STATUSES).optional() });
export const AdminOrderListView = listOf(OrderView.extend({ user: Owner }));
export const AdminInvoiceListInput = OfUser;
export const AdminInvoiceListView = listOf(InvoiceView.extend({ user: Owner }));

export const AdminUserListInput = PageInput.extend({
  /** Part of the name or the e-mail address. */
  q: z.string().trim().max(100).default(''),
  role: z.enum(ROLES).optional(),
  status: z.enum(USER_STATUSES).optional(),
});
const AdminUserView = UserView.extend({
  creditBalance: z.number().int(),
  liveSubscriptions: z.number().int(),
});
export const AdminUserListView = listOf(AdminUserView);
export const AdminUserInput = z.strictObject({ id: IdSchema });
export const AdminUserDetail = UserView.extend({
  wallet: WalletView,
  subscriptions: z.array(SubscriptionView),
  /** The latest twenty, with who did them and why: customers see neither. */
  transactions: z.array(
    TransactionView.extend({ processedBy: Owner.nullable(), adminNotes: z.string().nullable() }),
  ),
});

export const BillingRunView = z.object({
  /** Subscriptions that were due and looked at. */
  billed: z.number().int(),
  /** Warnings that the balance will not cover what falls due. */
  warned: z.number().int(),
  /** Kept slots that nobody took in time. */
  offersLapsed: z.number().int(),
});

export const ClockView = z.object({ now: TimeSchema });
export const AdvanceClockInput = z
  .strictObject({
    days: z.int().min(1).max(3_660).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ days, to }) => (days === undefined) !== (to === undefined), {
    error: 'Either days or to',
    path: ['days'],
  });
export type AdvanceClockInput = z.infer<typeof AdvanceClockInput>;

export const AuditLogListInput = PageInput.extend({ subjectId: z.string().max(100).optional() });
export const AuditLogListView = listOf(
  z.object({
    id: z.number().int(),
    actor: Owner,
    /** What was done, e.g. `wallet.adjust`. */
    action: z.string(),
    subject: z.string(),
    subjectId: z.string(),
    details: z.record(z.string(), z.unknown()),
    at: TimeSchema,
  }),
);

export const ALERT_SEVERITIES = ['WARNING', 'CRITICAL'] as const;

export const AlertListInput = PageInput.extend({
  open: z.enum(['true', 'false']).optional(),
  severity: z.enum(ALERT_SEVERITIES).optional(),
  kind: z.string().max(60).optional(),
  userId: IdSchema.optional(),
  instanceId: IdSchema.optional(),
});
export const AlertListView = listOf(
  z.object({
    id: IdSchema,
    kind: z.string(),
    severity: z.enum(ALERT_SEVERITIES),
    subject: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
    /** Whose it is, where it is a customer's. */
    user: Owner.nullable(),
    instanceId: IdSchema.nullable(),
    raisedAt: TimeSchema,
    lastSeenAt: TimeSchema,
    closedAt: TimeSchema.nullable(),
  }),
);
