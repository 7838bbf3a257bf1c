import { router } from '../../trpc/procedures.js';
import { adminAlertsRouter } from './alerts/index.js';
import { adminAuditLogRouter } from './audit-log/index.js';
import { adminBillingRouter } from './billing/index.js';
import { adminClockRouter } from './clock/index.js';
import { adminInstancesRouter } from './instances/index.js';
import { adminInvoicesRouter } from './invoices/index.js';
import { adminOrdersRouter } from './orders/index.js';
import { adminSubscriptionsRouter } from './subscriptions/index.js';
import { adminUsersRouter } from './users/index.js';
import { adminWalletRouter } from './wallet/index.js';

export const adminRouter = router({
  users: adminUsersRouter,
  wallet: adminWalletRouter,
  subscriptions: adminSubscriptionsRouter,
  orders: adminOrdersRouter,
  instances: adminInstancesRouter,
  invoices: adminInvoicesRouter,
  billing: adminBillingRouter,
  clock: adminClockRouter,
  auditLog: adminAuditLogRouter,
  alerts: adminAlertsRouter,
});
