import { Alert } from './alert.entity.js';
import { AuditLogEntry } from './audit-log-entry.entity.js';
import { Backup } from './backup.entity.js';
import { BillingPeriod } from './billing-period.entity.js';
import { ChargeAttempt } from './charge-attempt.entity.js';
import { ClockOffset } from './clock-offset.entity.js';
import { ClusterCapacity } from './cluster-capacity.entity.js';
import { CustomDomain } from './custom-domain.entity.js';
import { GatewayEvent } from './gateway-event.entity.js';
import { GatewayHealth } from './gateway-health.entity.js';
import { Hold } from './hold.entity.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { InstanceActivity } from './instance-activity.entity.js';
import { InstanceOperation } from './instance-operation.entity.js';
import { Invoice } from './invoice.entity.js';
import { InvoiceCounter } from './invoice-counter.entity.js';
import { LedgerAccount } from './ledger-account.entity.js';
import { LedgerEntry } from './ledger-entry.entity.js';
import { LedgerPosting } from './ledger-posting.entity.js';
import { MoneyAction } from './money-action.entity.js';
import { Notification } from './notification.entity.js';
import { NotificationPreference } from './notification-preference.entity.js';
import { Order } from './order.entity.js';
import { OrderItem } from './order-item.entity.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { PassFailure } from './pass-failure.entity.js';
import { Payment } from './payment.entity.js';
import { PaymentProof } from './payment-proof.entity.js';
import { PaymentReversal } from './payment-reversal.entity.js';
import { PaymentRoute } from './payment-route.entity.js';
import { ProvisioningStep } from './provisioning-step.entity.js';
import { ProvisioningTask } from './provisioning-task.entity.js';
import { ReconciliationDifference } from './reconciliation-difference.entity.js';
import { RefreshToken } from './refresh-token.entity.js';
import { Service } from './service.entity.js';
import { ServiceCategory } from './service-category.entity.js';
import { ServiceInstance } from './service-instance.entity.js';
import { ServicePlan } from './service-plan.entity.js';
import { ServiceVersion } from './service-version.entity.js';
import { SettlementImport } from './settlement-import.entity.js';
import { SettlementLine } from './settlement-line.entity.js';
import { StatusHistory } from './status-history.entity.js';
import { Subscription } from './subscription.entity.js';
import { Transaction } from './transaction.entity.js';
import { UpgradeQuote } from './upgrade-quote.entity.js';
import { UsageSample } from './usage-sample.entity.js';
import { User } from './user.entity.js';
import { UserAvatar } from './user-avatar.entity.js';
import { WaitlistEntry } from './waitlist-entry.entity.js';
import { Wallet } from './wallet.entity.js';

/** Every entity, for the data source. */
export const entities = [
  AuditLogEntry,
  Alert,
  PassFailure,
  NotificationPreference,
  ClockOffset,
  UserAvatar,
  WaitlistEntry,
  Invoice,
  InvoiceCounter,
  UpgradeQuote,
  ChargeAttempt,
  BillingPeriod,
  GatewayEvent,
  Hold,
  IdempotencyKey,
  LedgerAccount,
  LedgerEntry,
  LedgerPosting,
  MoneyAction,
  Notification,
  Order,
  OrderItem,
  OutboxMessage,
  Payment,
  ProvisioningStep,
  ProvisioningTask,
  RefreshToken,
  Service,
  ServiceCategory,
  ServiceInstance,
  ServicePlan,
  StatusHistory,
  Subscription,
  Transaction,
  User,
  Wallet,
  Backup,
  ClusterCapacity,
  CustomDomain,
  InstanceActivity,
  InstanceOperation,
  ServiceVersion,
  UsageSample,
  PaymentReversal,
  PaymentProof,
  PaymentRoute,
  GatewayHealth,
  SettlementImport,
  SettlementLine,
  ReconciliationDifference,
];
