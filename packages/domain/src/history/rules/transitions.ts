import type { InstanceStatus } from '@minispod/contracts/instance';
import type { OrderStatus } from '@minispod/contracts/order';
import type { SubscriptionStatus } from '@minispod/contracts/subscription';
import type { PaymentStatus } from '@minispod/contracts/wallet';

type Machine<S extends string> = Record<S, readonly S[]>;

/** What may follow what. A status that nothing follows is terminal. Late money brings back an order that had lapsed. */
const order: Machine<OrderStatus> = {
  PENDING_PAYMENT: ['PAID', 'CANCELED'],
  PAID: ['PROVISIONING', 'FAILED', 'CANCELED'],
  PROVISIONING: ['ACTIVE', 'FAILED'],
  ACTIVE: [],
  FAILED: [],
  CANCELED: ['PENDING_PAYMENT'],
};

const subscription: Machine<SubscriptionStatus> = {
  PENDING_PAYMENT: ['ACTIVE', 'CANCELLED', 'EXPIRED'],
  ACTIVE: ['SUSPENDED', 'CANCELLED', 'EXPIRED', 'PENDING_UPGRADE'],
  PENDING_UPGRADE: ['ACTIVE', 'SUSPENDED', 'CANCELLED'],
  SUSPENDED: ['ACTIVE', 'CANCELLED', 'EXPIRED'],
  CANCELLED: ['PENDING_PAYMENT'],
  EXPIRED: [],
};

const instance: Machine<InstanceStatus> = {
  PENDING: ['PROVISIONING', 'ERROR', 'TERMINATED'],
  PROVISIONING: ['RUNNING', 'ERROR', 'TERMINATED'],
  RUNNING: ['STOPPED', 'SUSPENDED', 'MAINTENANCE', 'ERROR', 'TERMINATED'],
  STOPPED: ['PROVISIONING', 'RUNNING', 'SUSPENDED', 'MAINTENANCE', 'ERROR', 'TERMINATED'],
  SUSPENDED: ['PROVISIONING', 'RUNNING', 'STOPPED', 'TERMINATED'],
  MAINTENANCE: ['RUNNING', 'STOPPED', 'ERROR', 'TERMINATED'],
  ERROR: ['PENDING', 'PROVISIONING', 'RUNNING', 'TERMINATED'],
  TERMINATED: ['PENDING'],
};

/**
 * Gateways report late and out of order. Money that arrived is credited even after we had given the payment up; nothing
 * but money changes a payment that ended, and a late `pending` never undoes PAID. What was credited can only go back.
 */
const payment: Machine<PaymentStatus> = {
  UNCERTAIN: ['PENDING', 'IN_REVIEW', 'PAID', 'FAILED', 'EXPIRED', 'CANCELLED'],
  PENDING: ['IN_REVIEW', 'PAID', 'FAILED', 'EXPIRED', 'CANCELLED'],
  IN_REVIEW: ['PAID', 'FAILED', 'EXPIRED', 'CANCELLED'],
  FAILED: ['PAID'],
  EXPIRED: ['PAID'],
  CANCELLED: ['PAID'],
  PAID: ['PARTIALLY_REVERSED', 'REVERSED'],
  PARTIALLY_REVERSED: ['REVERSED'],
  REVERSED: [],
};

export const MACHINES = { order, subscription, instance, payment };

export interface StatusOf {
  order: OrderStatus;
  subscription: SubscriptionStatus;
  instance: InstanceStatus;
  payment: PaymentStatus;
}
export type Subject = keyof StatusOf;

export function mayFollow<S extends Subject>(subject: S, from: StatusOf[S], to: StatusOf[S]): boolean {
  const machine: Record<string, readonly string[]> = MACHINES[subject];
  return machine[from]?.includes(to) ?? false;
}
