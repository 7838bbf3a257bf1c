import { router } from '../trpc/procedures.js';
import { adminRouter } from './admin/index.js';
import { authRouter } from './auth/index.js';
import { catalogRouter } from './catalog/index.js';
import { instancesRouter } from './instances/index.js';
import { invoicesRouter } from './invoices/index.js';
import { liveRouter } from './live/index.js';
import { notificationsRouter } from './notifications/index.js';
import { ordersRouter } from './orders/index.js';
import { subscriptionsRouter } from './subscriptions/index.js';
import { waitlistRouter } from './waitlist/index.js';
import { walletRouter } from './wallet/index.js';

export const appRouter = router({
  auth: authRouter,
  catalog: catalogRouter,
  wallet: walletRouter,
  subscriptions: subscriptionsRouter,
  instances: instancesRouter,
  waitlist: waitlistRouter,
  orders: ordersRouter,
  invoices: invoicesRouter,
  notifications: notificationsRouter,
  live: liveRouter,
  admin: adminRouter,
});

export type AppRouter = typeof appRouter;
