import { router } from '../trpc/procedures.js';
import { authRouter } from './auth/index.js';
import { catalogRouter } from './catalog/index.js';
import { instancesRouter } from './instances/index.js';
import { liveRouter } from './live/index.js';
import { notificationsRouter } from './notifications/index.js';
import { ordersRouter } from './orders/index.js';
import { subscriptionsRouter } from './subscriptions/index.js';
import { walletRouter } from './wallet/index.js';

export const appRouter = router({
  auth: authRouter,
  catalog: catalogRouter,
  wallet: walletRouter,
  subscriptions: subscriptionsRouter,
  instances: instancesRouter,
  orders: ordersRouter,
  notifications: notificationsRouter,
  live: liveRouter,
});

export type AppRouter = typeof appRouter;
