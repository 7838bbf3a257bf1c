import { z } from 'zod';
import { BILLING_CYCLES, PLAN_TYPES } from './catalog.js';
import { EnvVarsSchema, InstanceNameSchema, InstanceView, SubdomainSchema } from './instance.js';
import { OrderView } from './order.js';
import { IdSchema, listOf, PageInput, RequestIdSchema, StatusChange, TimeSchema } from './shared.js';

export const SUBSCRIPTION_STATUSES = [
  'ACTIVE',
  'SUSPENDED',
  'CANCELLED',
  'EXPIRED',
  'PENDING_UPGRADE',
  'PENDING_PAYMENT',
] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** A live subscription holds its plan's slot and blocks a second one of the same service. */
export const LIVE_SUBSCRIPTION_STATUSES = [
  'ACTIVE',
  'SUSPENDED',
  'PENDING_UPGRADE',
  'PENDING_PAYMENT',
] as const;

export const SubscribeInput = z.strictObject({
  planId: IdSchema,
  billingCycle: z.enum(BILLING_CYCLES).default('MONTHLY'),
  instanceName: InstanceNameSchema.optional(),
  subdomain: SubdomainSchema.optional(),
  envVars: EnvVarsSchema.optional(),
  requestId: RequestIdSchema.optional(),
});
export type SubscribeInput = z.infer<typeof SubscribeInput>;

export const QuoteInput = z.strictObject({
  planId: IdSchema,
  billingCycle: z.enum(BILLING_CYCLES).default('MONTHLY'),
});

export const PRICE_LINE_KINDS = ['PLAN', 'SETUP_FEE'] as const;
export const PriceLine = z.object({
  kind: z.enum(PRICE_LINE_KINDS),
  description: z.string(),
  amount: z.number().int(),
});
export type PriceLine = z.infer<typeof PriceLine>;

export const QuoteView = z.object({
  planId: IdSchema,
  billingCycle: z.enum(BILLING_CYCLES),
  lines: z.array(PriceLine),
  discount: z.number().int(),
  total: z.number().int(),
  balance: z.number().int(),
  balanceAfter: z.number().int(),
  /** Rupiah missing; 0 when the balance covers it. */
  shortfall: z.number().int(),
  /** Why subscribing would be refused now, as an error code; null when it would go through. */
  obstacle: z
    .enum(['QUOTA_EXCEEDED', 'DUPLICATE_SUBSCRIPTION', 'UPGRADE_REQUIRED', 'INSUFFICIENT_CREDIT'])
    .nullable(),
  subscriptionId: IdSchema.nullable(),
  /** End of the first period when ordered now. */
  renewsAt: TimeSchema,
});
export type QuoteView = z.infer<typeof QuoteView>;

export const SubdomainCheckInput = z.strictObject({ subdomain: SubdomainSchema });
export const SubdomainCheckView = z.object({ available: z.boolean(), host: z.string() });

export const SubscriptionView = z.object({
  id: IdSchema,
  status: z.enum(SUBSCRIPTION_STATUSES),
  service: z.object({ id: IdSchema, name: z.string(), slug: z.string(), icon: z.string() }),
  plan: z.object({ id: IdSchema, name: z.string(), planType: z.enum(PLAN_TYPES) }),
  billingCycle: z.enum(BILLING_CYCLES),
  /** Snapshot of the price a period costs, rupiah. */
  price: z.number().int(),
  /** What the next period will be charged at: another plan or cycle that is planned counts already. */
  nextPrice: z.number().int(),
  monthlyPrice: z.number().int(),
  startDate: TimeSchema,
  endDate: TimeSchema,
  nextBilling: TimeSchema.nullable(),
  lastBilled: TimeSchema.nullable(),
  lastChargeAmount: z.number().int().nullable(),
  failedCharges: z.number().int(),
  gracePeriodEnd: TimeSchema.nullable(),
  autoRenew: z.boolean(),
  downgradeTo: IdSchema.nullable(),
  /** The plan before the last upgrade or downgrade, and when the last upgrade was done. */
  previousPlanId: IdSchema.nullable(),
  previousPlanName: z.string().nullable(),
  upgradeDate: TimeSchema.nullable(),
  /** When it first ran; null while it is starting: nothing more than its first order is charged until then. */
  firstRunningAt: TimeSchema.nullable(),
  /** The cycle from the next period on, when another was chosen. */
  nextCycle: z.enum(BILLING_CYCLES).nullable(),
  /** The plan an upgrade is bringing; null when none is under way. */
  pendingPlanId: IdSchema.nullable(),
  /** 1 is paid first when the balance does not cover everything. */
  priority: z.number().int(),
  /** BILLING: comes back when paid. ADMINISTRATOR: does not. */
  suspendedBy: z.enum(['BILLING', 'ADMINISTRATOR']).nullable(),
  /** When the data of a suspended subscription is deleted. */
  retentionEnd: TimeSchema.nullable(),
  /** What is owed now, rupiah: the unpaid period of one in grace or suspended; 0 otherwise. */
  amountDue: z.number().int(),
  /** Why it ended, as a code; null while it lives. */
  endReason: z.string().nullable(),
  createdAt: TimeSchema,
  instances: z.array(InstanceView),
});
export type SubscriptionView = z.infer<typeof SubscriptionView>;

export const SubscriptionDetail = SubscriptionView.extend({
  /** Unused share of what was paid, rupiah: what cancelling now gives back, and what a year begun now takes off. */
  unused: z.number().int(),
  /**
   * Rupiah that have to come into the wallet before what is due of it is paid, a debt included, which is paid first; 0 when
   * nothing is due or the balance covers it.
   */
  shortfall: z.number().int(),
  orders: z.array(OrderView),
  timeline: z.array(StatusChange),
});
export type SubscriptionDetail = z.infer<typeof SubscriptionDetail>;

export const SubscriptionListInput = PageInput.extend({ status: z.enum(SUBSCRIPTION_STATUSES).optional() });
export const SubscriptionListView = listOf(SubscriptionView);
export const SubscriptionInput = z.strictObject({ id: IdSchema });

export const UpgradeQuoteInput = z.strictObject({ id: IdSchema, planId: IdSchema });
export const UpgradeQuoteView = z.object({
  quoteId: IdSchema,
  /** Rupiah to pay now; the due date stays. */
  amount: z.number().int(),
  remainingDays: z.number().int(),
  expiresAt: TimeSchema,
  planId: IdSchema,
  planName: z.string(),
  /** What every period costs from the next one on. */
  nextPrice: z.number().int(),
  nextBilling: TimeSchema,
  balance: z.number().int(),
  shortfall: z.number().int(),
});
export type UpgradeQuoteView = z.infer<typeof UpgradeQuoteView>;

export const UpgradeInput = z.strictObject({
  id: IdSchema,
  planId: IdSchema,
  /** Charges exactly what this quote said, or is refused. */
  quoteId: IdSchema.optional(),
  requestId: RequestIdSchema.optional(),
});
export type UpgradeInput = z.infer<typeof UpgradeInput>;

export const UpdateSubscriptionInput = z.strictObject({
  id: IdSchema,
  autoRenew: z.boolean().optional(),
  /** A lower plan of the same service from the next period on; null withdraws it. */
  downgradeTo: IdSchema.nullable().optional(),
  /** Monthly to yearly begins now; yearly to monthly with the next period. */
  billingCycle: z.enum(BILLING_CYCLES).optional(),
  /** 1 is paid first. */
  priority: z.int().min(1).max(1000).optional(),
  requestId: RequestIdSchema.optional(),
});
export type UpdateSubscriptionInput = z.infer<typeof UpdateSubscriptionInput>;

export const CancelInput = z.strictObject({
  id: IdSchema,
  when: z.enum(['period_end', 'now']).default('period_end'),
  requestId: RequestIdSchema.optional(),
});
export type CancelInput = z.infer<typeof CancelInput>;

/** Pays what is due of a subscription now, out of the balance. */
export const PayInput = z.strictObject({ id: IdSchema, requestId: RequestIdSchema.optional() });
export type PayInput = z.infer<typeof PayInput>;

export const WaitlistInput = z.strictObject({ planId: IdSchema });
export const WaitlistView = z.object({
  planId: IdSchema,
  status: z.enum(['WAITING', 'OFFERED']),
  /** From 1; 0 while a slot is kept. */
  position: z.number().int(),
  joinedAt: TimeSchema,
  offeredUntil: TimeSchema.nullable(),
});
export type WaitlistView = z.infer<typeof WaitlistView>;
/** `entry` is null for who does not wait. */
export const WaitlistEntryView = z.object({ entry: WaitlistView.nullable() });

export const SubscribeView = z.object({
  subscription: SubscriptionView,
  instance: InstanceView,
  order: OrderView,
});
export type SubscribeView = z.infer<typeof SubscribeView>;
