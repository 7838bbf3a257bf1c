import { router } from '../../trpc/procedures.js';
import { adminAlertsRouter } from './alerts/index.js';
import { adminAnalyticsRouter } from './analytics/index.js';
import { adminApprovalsRouter } from './approvals/index.js';
import { adminAuditLogRouter } from './audit-log/index.js';
import { adminBackupsRouter } from './backups/index.js';
import { adminBillingRouter } from './billing/index.js';
import { adminClockRouter } from './clock/index.js';
import { adminClusterRouter } from './cluster/index.js';
import { driftProcedure } from './drift/get.js';
import { adminFleetRouter } from './fleet/index.js';
import { adminGatewaysRouter } from './gateways/index.js';
import { adminInstancesRouter } from './instances/index.js';
import { adminInvoicesRouter } from './invoices/index.js';
import { adminOrdersRouter } from './orders/index.js';
import { adminPaymentsRouter } from './payments/index.js';
import { adminReconciliationRouter } from './reconciliation/index.js';
import { adminSubscriptionsRouter } from './subscriptions/index.js';
import { adminUsersRouter } from './users/index.js';
import { adminWalletRouter } from './wallet/index.js';

export const adminRouter = router({
  users: adminUsersRouter,
  wallet: adminWalletRouter,
  approvals: adminApprovalsRouter,
  subscriptions: adminSubscriptionsRouter,
  orders: adminOrdersRouter,
  instances: adminInstancesRouter,
  payments: adminPaymentsRouter,
  reconciliation: adminReconciliationRouter,
  gateways: adminGatewaysRouter,
  analytics: adminAnalyticsRouter,
  backups: adminBackupsRouter,
  invoices: adminInvoicesRouter,
  billing: adminBillingRouter,
  clock: adminClockRouter,
  auditLog: adminAuditLogRouter,
  alerts: adminAlertsRouter,
  cluster: adminClusterRouter,
  drift: driftProcedure,
  fleet: adminFleetRouter,
});
