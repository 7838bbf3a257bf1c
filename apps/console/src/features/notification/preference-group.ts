import type { NotificationKind } from '@minispod/contracts/notification';
import type { en } from '../../texts/en/index.js';

type Group = keyof typeof en.preference.group;

export const GROUPS = ['money', 'services', 'account'] as const satisfies Group[];

const OF: Record<NotificationKind, Group> = {
  WELCOME: 'account',
  TOP_UP_RECEIVED: 'money',
  TOP_UP_FAILED: 'money',
  TOP_UP_REVERSED: 'money',
  REFUND_SENT: 'money',
  DEBT_PAID: 'money',
  CHECKOUT_LAPSED: 'money',
  ORDER_LAPSED: 'money',
  INSTANCE_RUNNING: 'services',
  INSTANCE_FAILED: 'services',
  RENEWED: 'money',
  CREDIT_LOW: 'money',
  PAYMENT_DUE: 'money',
  SUSPENDED: 'services',
  REACTIVATED: 'services',
  EXPIRED: 'services',
  SUBSCRIPTION_ENDED: 'services',
  CANCELLED: 'services',
  UPGRADED: 'services',
  UPGRADE_FAILED: 'services',
  DOWNGRADED: 'services',
  DOWNGRADE_POSTPONED: 'services',
  WAITLIST_OFFER: 'services',
  CREDIT_ADJUSTED: 'money',
  SUSPENDED_BY_ADMINISTRATOR: 'services',
  RESUMED: 'services',
  INVOICE_SENT: 'account',
  INSTANCE_UNHEALTHY: 'services',
  INSTANCE_RECOVERED: 'services',
  VOLUME_NEARLY_FULL: 'services',
  PROCESSOR_NEARLY_USED: 'services',
  MEMORY_NEARLY_USED: 'services',
  CERTIFICATE_TROUBLE: 'services',
  DOMAIN_ACTIVE: 'services',
  BACKUP_FAILED: 'services',
  RESTORE_DONE: 'services',
  UPDATE_OFFERED: 'services',
  UPDATE_DONE: 'services',
  UPDATE_ROLLED_BACK: 'services',
  INSTANCE_DELETED: 'services',
};

export function groupOf(kind: NotificationKind): Group {
  return OF[kind];
}
