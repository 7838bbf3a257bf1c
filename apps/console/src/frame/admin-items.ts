import {
  IconAlertTriangle,
  IconCash,
  IconClockHour4,
  IconListDetails,
  IconRefresh,
  IconScale,
  IconServer2,
  IconStack2,
  IconTopologyStar3,
  IconUserCheck,
  IconUsers,
  IconVersions,
} from '@tabler/icons-react';

/** The first four are what a thumb reaches on a phone. */
export const ADMIN_ITEMS = [
  { to: '/admin/alerts', name: 'alerts', Icon: IconAlertTriangle },
  { to: '/admin/instances', name: 'instances', Icon: IconServer2 },
  { to: '/admin/payments', name: 'payments', Icon: IconCash },
  { to: '/admin/users', name: 'users', Icon: IconUsers },
  { to: '/admin/approvals', name: 'approvals', Icon: IconUserCheck },
  { to: '/admin/cluster', name: 'cluster', Icon: IconTopologyStar3 },
  { to: '/admin/subscriptions', name: 'subscriptions', Icon: IconRefresh },
  { to: '/admin/drift', name: 'drift', Icon: IconScale },
  { to: '/admin/fleet', name: 'fleet', Icon: IconVersions },
  { to: '/admin/audit-log', name: 'auditLog', Icon: IconListDetails },
  { to: '/admin/queues', name: 'queues', Icon: IconStack2 },
  { to: '/admin/clock', name: 'clock', Icon: IconClockHour4 },
] as const;
