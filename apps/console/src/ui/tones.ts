import type { InstanceStatus } from '@minispod/contracts/instance';
import type { OrderStatus } from '@minispod/contracts/order';
import type { SubscriptionStatus } from '@minispod/contracts/subscription';
import type { TransactionStatus } from '@minispod/contracts/wallet';

/** The five things a state may mean to its owner. */
export type Tone = 'running' | 'progress' | 'attention' | 'broken' | 'off';

export const INSTANCE_TONES: Record<InstanceStatus, Tone> = {
  PENDING: 'progress',
  PROVISIONING: 'progress',
  RUNNING: 'running',
  STOPPED: 'off',
  ERROR: 'broken',
  TERMINATED: 'off',
  MAINTENANCE: 'attention',
  SUSPENDED: 'attention',
};

export const SUBSCRIPTION_TONES: Record<SubscriptionStatus, Tone> = {
  PENDING_PAYMENT: 'attention',
  ACTIVE: 'running',
  PENDING_UPGRADE: 'progress',
  SUSPENDED: 'attention',
  CANCELLED: 'off',
  EXPIRED: 'off',
};

export const ORDER_TONES: Record<OrderStatus, Tone> = {
  PENDING_PAYMENT: 'attention',
  PAID: 'progress',
  PROVISIONING: 'progress',
  ACTIVE: 'running',
  FAILED: 'broken',
  CANCELED: 'off',
};

export const TRANSACTION_TONES: Record<TransactionStatus, Tone> = {
  PENDING: 'progress',
  COMPLETED: 'running',
  FAILED: 'off',
  CANCELLED: 'off',
  REFUNDED: 'off',
};
