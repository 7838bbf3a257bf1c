import { z } from 'zod';
import { IdSchema, listOf, PageInput, TimeSchema } from './shared.js';

/** Every kind has a template in both languages; a kind without one does not compile. */
export const NOTIFICATION_KINDS = [
  'WELCOME',
  'TOP_UP_RECEIVED',
  'TOP_UP_FAILED',
  'INSTANCE_RUNNING',
  'INSTANCE_FAILED',
  'RENEWED',
  'CREDIT_LOW',
  'PAYMENT_DUE',
  'SUSPENDED',
  'REACTIVATED',
  'EXPIRED',
  'SUBSCRIPTION_ENDED',
  'CANCELLED',
  'UPGRADED',
  'UPGRADE_FAILED',
  'DOWNGRADED',
  'DOWNGRADE_POSTPONED',
  'WAITLIST_OFFER',
  'CREDIT_ADJUSTED',
  'SUSPENDED_BY_ADMINISTRATOR',
  'RESUMED',
  'INVOICE_SENT',
  'INSTANCE_UNHEALTHY',
  'INSTANCE_RECOVERED',
  'VOLUME_NEARLY_FULL',
  'PROCESSOR_NEARLY_USED',
  'MEMORY_NEARLY_USED',
  'CERTIFICATE_TROUBLE',
  'DOMAIN_ACTIVE',
  'BACKUP_FAILED',
  'RESTORE_DONE',
  'UPDATE_OFFERED',
  'UPDATE_DONE',
  'UPDATE_ROLLED_BACK',
  'INSTANCE_DELETED',
  'TOP_UP_REVERSED',
  'REFUND_SENT',
  'CHECKOUT_LAPSED',
  'ORDER_LAPSED',
  'DEBT_PAID',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

export const NotificationView = z.object({
  id: IdSchema,
  kind: z.enum(NOTIFICATION_KINDS),
  /** In the reader's language. */
  title: z.string(),
  body: z.string(),
  /** Path in the console where one can act on it. */
  link: z.string().nullable(),
  readAt: TimeSchema.nullable(),
  createdAt: TimeSchema,
});
export type NotificationView = z.infer<typeof NotificationView>;

export const NotificationListInput = PageInput;
export const NotificationListView = listOf(NotificationView).extend({ unread: z.number().int() });

/** Kinds that are always mailed: what an owner must not miss, and what was asked for. */
export const ALWAYS_MAILED: readonly NotificationKind[] = [
  'PAYMENT_DUE',
  'SUSPENDED',
  'EXPIRED',
  'SUSPENDED_BY_ADMINISTRATOR',
  'INVOICE_SENT',
  'TOP_UP_REVERSED',
  'REFUND_SENT',
];
export const PreferencesView = z.object({
  items: z.array(z.object({ kind: z.enum(NOTIFICATION_KINDS), mail: z.boolean(), isFixed: z.boolean() })),
});
export const SetPreferenceInput = z.strictObject({ kind: z.enum(NOTIFICATION_KINDS), mail: z.boolean() });

export const NotificationInput = z.strictObject({ id: IdSchema });
