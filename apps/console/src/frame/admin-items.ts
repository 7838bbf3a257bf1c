import {
  IconAlertTriangle,
  IconClockHour4,
  IconListDetails,
  IconRefresh,
  IconUsers,
} from '@tabler/icons-react';

export const ADMIN_ITEMS = [
  { to: '/admin/users', name: 'users', Icon: IconUsers },
  { to: '/admin/subscriptions', name: 'subscriptions', Icon: IconRefresh },
  { to: '/admin/alerts', name: 'alerts', Icon: IconAlertTriangle },
  { to: '/admin/audit-log', name: 'auditLog', Icon: IconListDetails },
  { to: '/admin/clock', name: 'clock', Icon: IconClockHour4 },
] as const;
