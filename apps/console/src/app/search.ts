import type { BillingCycle } from '@minispod/contracts/catalog';
import type { METRIC_RANGES as CONTRACT_RANGES, InstanceStatus } from '@minispod/contracts/instance';
import { ORDER_STATUSES, type OrderStatus } from '@minispod/contracts/order';
import { isOwnPath } from '@minispod/contracts/own-path';
import type { SubscriptionStatus } from '@minispod/contracts/subscription';
import {
  GATEWAYS,
  type GatewayName,
  PAYMENT_STATUSES,
  type PaymentStatus,
  TOP_UP_METHODS,
  type TopUpMethod,
  TRANSACTION_STATUSES,
  TRANSACTION_TYPES,
  type TransactionStatus,
  type TransactionType,
} from '@minispod/contracts/wallet';
import { INSTANCE_TONES, SUBSCRIPTION_TONES } from '../ui/tones.js';

/*
 * What each page keeps in the address. People edit addresses by hand, so whatever cannot be read is dropped in silence
 * and the page opens as if it had not been there.
 */

type Raw = Record<string, unknown>;
export type MetricRange = (typeof CONTRACT_RANGES)[number];

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The router reads `?q=123` as a number; for names it is text again. */
const words = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : text(value);

const oneOf = <T extends string>(options: readonly T[], value: unknown): T | undefined =>
  options.find((option) => option === value);

const page = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value > 1 ? value : undefined;

/** A path of this console; anything else would send people away right after logging in. */
const ownPath = (value: unknown): string | undefined => {
  const path = text(value);
  return path && isOwnPath(path) ? path : undefined;
};

export const catalog = (raw: Raw): { q?: string; category?: string } => ({
  q: words(raw.q),
  category: words(raw.category),
});

export interface ServiceSearch {
  /** The chosen plan's id: the subscribe sheet is open. */
  plan?: string;
  cycle?: BillingCycle;
  name?: string;
  address?: string;
  /** Back from a top-up made for this plan. */
  funded?: boolean;
}
export const service = (raw: Raw): ServiceSearch => ({
  plan: text(raw.plan),
  cycle: oneOf(['MONTHLY', 'YEARLY'] as const, raw.cycle),
  name: words(raw.name),
  address: words(raw.address),
  funded: raw.funded === true || undefined,
});

export const entrance = (raw: Raw): { redirect?: string } => ({ redirect: ownPath(raw.redirect) });

/** Not the contract's own list: it shares a file with schemas, and this one is part of the first load. */
const INSTANCE_STATUSES = Object.keys(INSTANCE_TONES) as InstanceStatus[];

export const instances = (raw: Raw): { status?: InstanceStatus; page?: number } => ({
  status: oneOf(INSTANCE_STATUSES, raw.status),
  page: page(raw.page),
});

export const INSTANCE_TABS = ['overview', 'logs', 'variables', 'domains', 'backups', 'activity'] as const;
export type InstanceTab = (typeof INSTANCE_TABS)[number];

export interface InstanceSearch {
  /** Absent: the overview. */
  tab?: InstanceTab;
  /** Of the charts; absent: a day. */
  range?: MetricRange;
  /** Whose lines the log shows; absent: the app's own. */
  container?: string;
  /** The log of the container before the last restart. */
  previous?: boolean;
  /** Of the list within the tab. */
  page?: number;
}
export const METRIC_RANGES = ['1h', '6h', '24h', '7d', '30d'] as const satisfies MetricRange[];

export const instance = (raw: Raw): InstanceSearch => ({
  tab: oneOf(INSTANCE_TABS, raw.tab),
  range: oneOf(METRIC_RANGES, raw.range),
  container: text(raw.container),
  previous: raw.previous === true || undefined,
  page: page(raw.page),
});

const SUBSCRIPTION_STATUSES = Object.keys(SUBSCRIPTION_TONES) as SubscriptionStatus[];

export const subscriptions = (raw: Raw): { status?: SubscriptionStatus; page?: number } => ({
  status: oneOf(SUBSCRIPTION_STATUSES, raw.status),
  page: page(raw.page),
});

/** `plan`: the sheet to change the plan is open, with this one chosen, or `any` while none is. */
export const subscription = (raw: Raw): { plan?: string } => ({ plan: text(raw.plan) });

export const orders = (raw: Raw): { status?: OrderStatus; page?: number } => ({
  status: oneOf(ORDER_STATUSES, raw.status),
  page: page(raw.page),
});

export const wallet = (raw: Raw): { type?: TransactionType; status?: TransactionStatus; page?: number } => ({
  type: oneOf(TRANSACTION_TYPES, raw.type),
  status: oneOf(TRANSACTION_STATUSES, raw.status),
  page: page(raw.page),
});

export const topUp = (raw: Raw): { amount?: number; returnTo?: string } => ({
  amount: typeof raw.amount === 'number' && Number.isSafeInteger(raw.amount) ? raw.amount : undefined,
  returnTo: ownPath(raw.returnTo),
});

/** Whatever the gateway appends (`transaction_status=…`) is dropped: only our own record says what was paid. */
export const payment = (raw: Raw): { returnTo?: string } => ({ returnTo: ownPath(raw.returnTo) });

export const notifications = (raw: Raw): { page?: number } => ({ page: page(raw.page) });

export const pages = (raw: Raw): { page?: number } => ({ page: page(raw.page) });

export const people = (raw: Raw): { q?: string; page?: number } => ({
  q: words(raw.q),
  page: page(raw.page),
});

const HEALTHS = ['healthy', 'unhealthy', 'unknown'] as const;

export interface AdminInstancesSearch {
  status?: InstanceStatus;
  health?: (typeof HEALTHS)[number];
  /** By slug. */
  service?: string;
  version?: string;
  /** Whose, by id. */
  userId?: string;
  /** Part of the name, the address or the owner's e-mail. */
  q?: string;
  page?: number;
}
export const adminInstances = (raw: Raw): AdminInstancesSearch => ({
  status: oneOf(INSTANCE_STATUSES, raw.status),
  health: oneOf(HEALTHS, raw.health),
  service: words(raw.service),
  version: words(raw.version),
  userId: text(raw.userId),
  q: words(raw.q),
  page: page(raw.page),
});

export const CLUSTER_TABS = ['nodes', 'namespaces', 'pods', 'deployments', 'services', 'ingresses'] as const;
export type ClusterTab = (typeof CLUSTER_TABS)[number];

export interface ClusterSearch {
  /** Absent: the nodes. */
  tab?: ClusterTab;
  namespace?: string;
  q?: string;
  page?: number;
}
export const cluster = (raw: Raw): ClusterSearch => ({
  tab: oneOf(CLUSTER_TABS, raw.tab),
  namespace: words(raw.namespace),
  q: words(raw.q),
  page: page(raw.page),
});

export const alerts = (raw: Raw): { all?: boolean; page?: number } => ({
  all: raw.all === true || undefined,
  page: page(raw.page),
});

export interface AdminPaymentsSearch {
  status?: PaymentStatus;
  gateway?: GatewayName;
  method?: TopUpMethod;
  /** Only what an operator should look at. */
  flagged?: boolean;
  /** Whose, by id. */
  userId?: string;
  /** A number, an exact amount, or part of the owner's name or address. */
  q?: string;
  page?: number;
}
export const adminPayments = (raw: Raw): AdminPaymentsSearch => ({
  status: oneOf(PAYMENT_STATUSES, raw.status),
  gateway: oneOf(GATEWAYS, raw.gateway),
  method: oneOf(TOP_UP_METHODS, raw.method),
  flagged: raw.flagged === true || undefined,
  userId: text(raw.userId),
  q: words(raw.q),
  page: page(raw.page),
});

export const DIFFERENCE_STATUSES = ['OPEN', 'RESOLVED', 'ALL'] as const;

export interface ReconciliationSearch {
  /** Absent: those that are open. */
  show?: (typeof DIFFERENCE_STATUSES)[number];
  /** Of one list only. */
  importId?: string;
  /** Of the differences, and of the lists. */
  page?: number;
  lists?: number;
}
export const reconciliation = (raw: Raw): ReconciliationSearch => ({
  show: oneOf(DIFFERENCE_STATUSES, raw.show),
  importId: text(raw.importId),
  page: page(raw.page),
  lists: page(raw.lists),
});

export const FIGURE_RANGES = ['24h', '7d', '30d'] as const;
export type FigureRange = (typeof FIGURE_RANGES)[number];

/** Absent: seven days. */
export const gateways = (raw: Raw): { range?: FigureRange } => ({ range: oneOf(FIGURE_RANGES, raw.range) });

export const APPROVAL_FILTERS = ['PENDING', 'ALL'] as const;

/** Absent: those that wait. */
export const approvals = (raw: Raw): { show?: (typeof APPROVAL_FILTERS)[number]; page?: number } => ({
  show: oneOf(APPROVAL_FILTERS, raw.show),
  page: page(raw.page),
});
