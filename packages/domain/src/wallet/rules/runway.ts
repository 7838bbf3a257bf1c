import type { BillingCycle } from '@minispod/contracts/catalog';
import { periodStart } from '../../subscription/rules/billing-period.js';

export interface DueService {
  subscriptionId: string;
  serviceName: string;
  /** Whole rupiah a period. */
  price: number;
  billingCycle: BillingCycle;
  /** Periods are counted from here. */
  anchor: Date;
  nextBilling: Date;
}

export interface Charge {
  subscriptionId: string;
  serviceName: string;
  at: Date;
  amount: number;
}

export interface Runway {
  /** First charge of each service within the next month, in order of time. */
  upcoming: Charge[];
  /** The first charge that the balance will not cover, within a year; null when all are covered. */
  end: { at: Date; serviceName: string; shortfall: number } | null;
}

const DAY_MS = 86_400_000;
const HORIZON_MS = 365 * DAY_MS;
const UPCOMING_MS = 31 * DAY_MS;

/** Walks through everything that falls due in the coming year as if no more money came in. */
export function runway(balance: number, services: DueService[], now: Date): Runway {
  const horizon = new Date(now.getTime() + HORIZON_MS);
  const charges = services
    .filter((service) => service.price > 0)
    .flatMap((service) => chargesUntil(service, horizon))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const soon = now.getTime() + UPCOMING_MS;
  let left = balance;
  let end: Runway['end'] = null;
  for (const charge of charges) {
    left -= charge.amount;
    if (left < 0) {
      end = { at: charge.at, serviceName: charge.serviceName, shortfall: -left };
      break;
    }
  }
  return { upcoming: charges.filter((charge) => charge.at.getTime() <= soon), end };
}

function chargesUntil(service: DueService, horizon: Date): Charge[] {
  const { subscriptionId, serviceName, price, billingCycle, anchor, nextBilling } = service;
  const charges: Charge[] = [];
  for (let k = 0, at = anchor; at <= horizon; k++) {
    at = periodStart(anchor, billingCycle, k);
    if (at >= nextBilling && at <= horizon) charges.push({ subscriptionId, serviceName, at, amount: price });
  }
  return charges;
}

/** Whole days from now until then, rounded down: "lasts 19 days" is never too long. */
export function daysUntil(now: Date, then: Date): number {
  return Math.max(0, Math.floor((then.getTime() - now.getTime()) / DAY_MS));
}
