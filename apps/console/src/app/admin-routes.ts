import { createRoute, redirect } from '@tanstack/react-router';
import { AdminGate } from '../frame/admin-gate.js';
import { needTexts } from '../texts/locale.js';
import { lazyPage } from './lazy-page.js';
import { account } from './root-routes.js';
import * as search from './search.js';

export const admin = createRoute({
  getParentRoute: () => account,
  path: '/admin',
  loader: () => needTexts('operator'),
  component: AdminGate,
});

export const adminRoutes = [
  createRoute({
    getParentRoute: () => admin,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/admin/users' });
    },
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/users',
    validateSearch: search.people,
    component: lazyPage(() => import('../features/admin/users-page.js'), 'UsersPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/users/$id',
    component: lazyPage(() => import('../features/admin/user-page.js'), 'UserPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/subscriptions',
    validateSearch: search.subscriptions,
    component: lazyPage(() => import('../features/admin/subscriptions-page.js'), 'SubscriptionsPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/instances',
    validateSearch: search.adminInstances,
    component: lazyPage(() => import('../features/admin/instances/instances-page.js'), 'AdminInstancesPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/payments',
    validateSearch: search.adminPayments,
    component: lazyPage(() => import('../features/admin/payments/payments-page.js'), 'AdminPaymentsPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/payments/proofs',
    validateSearch: search.pages,
    component: lazyPage(() => import('../features/admin/payments/proofs-page.js'), 'ProofsPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/payments/reconciliation',
    validateSearch: search.reconciliation,
    component: lazyPage(
      () => import('../features/admin/reconciliation/reconciliation-page.js'),
      'ReconciliationPage',
    ),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/payments/gateways',
    validateSearch: search.gateways,
    component: lazyPage(() => import('../features/admin/gateways/gateways-page.js'), 'GatewaysPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/payments/$id',
    component: lazyPage(() => import('../features/admin/payments/payment-page.js'), 'AdminPaymentPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/approvals',
    validateSearch: search.approvals,
    component: lazyPage(() => import('../features/admin/approvals/approvals-page.js'), 'ApprovalsPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/cluster',
    validateSearch: search.cluster,
    component: lazyPage(() => import('../features/admin/cluster/cluster-page.js'), 'ClusterPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/drift',
    component: lazyPage(() => import('../features/admin/drift-page.js'), 'DriftPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/fleet',
    component: lazyPage(() => import('../features/admin/fleet-page.js'), 'FleetPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/alerts',
    validateSearch: search.alerts,
    loader: () => needTexts('lifecycle'),
    component: lazyPage(() => import('../features/admin/alerts-page.js'), 'AlertsPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/audit-log',
    validateSearch: search.pages,
    component: lazyPage(() => import('../features/admin/audit-log-page.js'), 'AuditLogPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/queues',
    component: lazyPage(() => import('../features/admin/queues-page.js'), 'QueuesPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: '/clock',
    component: lazyPage(() => import('../features/admin/clock-page.js'), 'ClockPage'),
  }),
] as const;
