import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { needTexts } from '../texts/locale.js';
import { PageFailed } from '../ui/load-failed.js';
import { admin, adminRoutes } from './admin-routes.js';
import { lazyPage } from './lazy-page.js';
import { account, root } from './root-routes.js';
import * as search from './search.js';

const publicRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    validateSearch: search.catalog,
    component: lazyPage(() => import('../features/home/front-page.js'), 'FrontPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/catalog',
    validateSearch: search.catalog,
    component: lazyPage(() => import('../features/catalog/catalog-page.js'), 'CatalogPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/catalog/$slug',
    validateSearch: search.service,
    component: lazyPage(() => import('../features/catalog/service-page.js'), 'ServicePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/login',
    validateSearch: search.entrance,
    loader: () => needTexts('entrance'),
    component: lazyPage(() => import('../features/account/login-page.js'), 'LoginPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/register',
    validateSearch: search.entrance,
    loader: () => needTexts('entrance'),
    component: lazyPage(() => import('../features/account/register-page.js'), 'RegisterPage'),
  }),
] as const;

const accountRoutes = [
  createRoute({
    getParentRoute: () => account,
    path: '/instances',
    validateSearch: search.instances,
    component: lazyPage(() => import('../features/instance/instances-page.js'), 'InstancesPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/instances/$id',
    validateSearch: search.instance,
    loader: () => needTexts('lifecycle'),
    component: lazyPage(() => import('../features/instance/instance-page.js'), 'InstancePage'),
  }),
  // As notifications and mails name it.
  createRoute({
    getParentRoute: () => account,
    path: '/services/$id',
    beforeLoad: ({ params }) => {
      throw redirect({ to: '/instances/$id', params, replace: true });
    },
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/subscriptions',
    validateSearch: search.subscriptions,
    component: lazyPage(() => import('../features/subscription/subscriptions-page.js'), 'SubscriptionsPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/subscriptions/$id',
    validateSearch: search.subscription,
    component: lazyPage(() => import('../features/subscription/subscription-page.js'), 'SubscriptionPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/invoices',
    validateSearch: search.pages,
    component: lazyPage(() => import('../features/invoice/invoices-page.js'), 'InvoicesPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/invoices/$id',
    component: lazyPage(() => import('../features/invoice/invoice-page.js'), 'InvoicePage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/orders',
    validateSearch: search.orders,
    component: lazyPage(() => import('../features/order/orders-page.js'), 'OrdersPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/orders/$id',
    component: lazyPage(() => import('../features/order/order-page.js'), 'OrderPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/wallet',
    validateSearch: search.wallet,
    component: lazyPage(() => import('../features/wallet/wallet-page.js'), 'WalletPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/wallet/transactions/$id',
    component: lazyPage(() => import('../features/wallet/transaction-page.js'), 'TransactionPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/wallet/top-up',
    validateSearch: search.topUp,
    component: lazyPage(() => import('../features/top-up/top-up-page.js'), 'TopUpPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/wallet/top-up/$transactionId',
    validateSearch: search.payment,
    loader: () => needTexts('paying'),
    component: lazyPage(() => import('../features/top-up/payment-page.js'), 'PaymentPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/wallet/top-up/$transactionId/change',
    validateSearch: search.payment,
    component: lazyPage(() => import('../features/top-up/change-method-page.js'), 'ChangeMethodPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/notifications',
    validateSearch: search.notifications,
    component: lazyPage(() => import('../features/notification/notifications-page.js'), 'NotificationsPage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/profile',
    loader: () => needTexts('entrance'),
    component: lazyPage(() => import('../features/account/profile-page.js'), 'ProfilePage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([
    ...publicRoutes,
    account.addChildren([...accountRoutes, admin.addChildren(adminRoutes)]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
