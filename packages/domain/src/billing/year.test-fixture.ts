import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { aCustomer, aService } from '@minispod/testing/builders';
import { BILLING, bringUp, ENCRYPTION_KEY, paidTopUp } from '@minispod/testing/subscribers';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { DomainError } from '../errors.js';
import { failProvisioning } from '../provisioning/fail-provisioning.js';
import { cancelSubscription } from '../subscription/cancel.js';
import { subscribe } from '../subscription/subscribe.js';
import { updateSubscription } from '../subscription/update.js';
import { upgradeSubscription } from '../subscription/upgrade.js';
import { joinWaitlist } from '../waitlist/join.js';
import { leaveWaitlist } from '../waitlist/leave.js';
import { collectDues } from './run-billing.js';

const START = Date.parse('2027-12-28T02:00:00Z');
const DAY_MS = 86_400_000;

/** Prices that no month divides evenly. */
const PLANS = [
  { price: 29_999, yearlyPrice: 299_990 },
  { price: 77_777 },
  { price: 199_999, yearlyPrice: 1_999_990 },
];

type Action =
  | { do: 'subscribe'; plan: number; yearly: boolean; comesUp: boolean }
  | { do: 'top-up'; amount: number }
  /** To one of the plans above, or below, the one that is held. */
  | { do: 'upgrade'; plan: number; comesUp: boolean }
  | { do: 'cancel'; when: 'now' | 'period_end' }
  | { do: 'downgrade'; plan: number | null }
  | { do: 'change cycle' }
  | { do: 'auto-renew'; on: boolean }
  | { do: 'wait'; plan: number }
  | { do: 'leave'; plan: number };

export interface Event {
  /** Milliseconds after the beginning. */
  at: number;
  customer: number;
  action: Action;
}

export interface Year {
  events: Event[];
  /** Days on which nobody bills. */
  outages: Set<number>;
  days: number;
}

const plan = fc.nat({ max: PLANS.length - 1 });
const yearly = fc.boolean();
const comesUp = fc.integer({ min: 0, max: 7 }).map((n) => n > 0);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('subscribe' as const), plan, yearly, comesUp }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('top-up' as const),
      amount: fc.integer({ min: 10_000, max: 1_500_000 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('upgrade' as const), plan, comesUp }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('cancel' as const),
      when: fc.constantFrom('now' as const, 'period_end' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('downgrade' as const), plan: fc.option(plan, { freq: 5 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'change cycle' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('auto-renew' as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), plan }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), plan }) },
);

/** What a number of customers do in a number of days, and when the scheduler is away. */
export function years(customers: number, events: number, days: number): fc.Arbitrary<Year> {
  const event = fc.record({
    at: fc.nat({ max: days * DAY_MS - 1 }),
    customer: fc.nat({ max: customers - 1 }),
    action,
  });
  // Everybody buys something in the first weeks; else there were little to bill.
  const first = fc.tuple(
    ...Array.from({ length: customers }, (_, customer) =>
      fc.record({
        at: fc.nat({ max: Math.min(30, days) * DAY_MS }),
        customer: fc.constant(customer),
        action: fc.record({
          do: fc.constant('subscribe' as const),
          plan,
          yearly: fc.constant(false),
          comesUp,
        }),
      }),
    ),
  );
  const outage = fc.record({ from: fc.nat({ max: days }), length: fc.integer({ min: 1, max: 45 }) });
  return fc
    .record({
      first,
      more: fc.array(event, { minLength: events, maxLength: events }),
      outages: fc.array(outage, { maxLength: 3 }),
    })
    .map(({ first, more, outages }) => ({
      events: [...first, ...more].sort((a, b) => a.at - b.at),
      outages: new Set(outages.flatMap(({ from, length }) => Array.from({ length }, (_, n) => from + n))),
      days,
    }));
}

export interface Steps {
  /** Called for each day that has a scheduler; returns how much there was to do. */
  bill(now: Date): Promise<number>;
  /** Called after every event and every day on which something was billed. */
  check?(what: string): Promise<void>;
}

/** Lives a year day by day: what customers did, then the day's billing. Returns the customers' ids in their order. */
export async function live(
  dataSource: DataSource,
  customers: number,
  { events, outages, days }: Year,
  quota: number,
  { bill, check }: Steps,
): Promise<string[]> {
  const { planIds } = await aService(
    dataSource,
    PLANS.map((it) => ({ ...it, quota })),
  );
  const users: string[] = [];
  for (let n = 0; n < customers; n++)
    users.push(await aCustomer(dataSource, { balance: 250_000 + n * 21_111 }));
  const left = [...events];
  for (let day = 0; day < days; day++) {
    while (left[0] && left[0].at < (day + 1) * DAY_MS) {
      const { at, customer, action } = left.shift()!;
      const now = new Date(START + at);
      await perform(dataSource, users[customer]!, planIds, action, now);
      await check?.(`${JSON.stringify(action)} of customer ${customer}`);
    }
    if (outages.has(day)) continue;
    const now = new Date(START + (day + 1) * DAY_MS);
    if ((await bill(now)) > 0) await check?.(`billing on day ${day}`);
  }
  return users;
}

/** Does what the customer wants and what follows from it; a refusal is an answer like any other. */
async function perform(
  dataSource: DataSource,
  userId: string,
  planIds: string[],
  action: Action,
  now: Date,
): Promise<void> {
  const deps = { dataSource, billing: BILLING };
  const id = (
    await dataSource.manager.findOne(Subscription, { where: { userId }, order: { createdAt: 'DESC' } })
  )?.id;
  try {
    if (action.do === 'subscribe') {
      const billingCycle = action.yearly ? ('YEARLY' as const) : ('MONTHLY' as const);
      const order = { planId: planIds[action.plan]!, billingCycle };
      const { instance } = await subscribe({ dataSource, encryptionKey: ENCRYPTION_KEY }, userId, order, now);
      await settle(dataSource, instance.id, action.comesUp, now);
    } else if (action.do === 'top-up') {
      await paidTopUp(dataSource, userId, action.amount, now);
      await collectDues(deps, userId, now);
    } else if (action.do === 'wait') await joinWaitlist(dataSource, userId, planIds[action.plan]!, now);
    else if (action.do === 'leave') await leaveWaitlist(dataSource, userId, planIds[action.plan]!, now);
    else if (id) await change(deps, userId, id, planIds, action, now);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  // What the promised jobs would have done.
  const promised: { userId: string }[] = await dataSource
    .query(
      `UPDATE outbox SET sent_at = created_at WHERE sent_at IS NULL RETURNING CASE job WHEN 'collect-dues' THEN payload->>'userId' END AS "userId"`,
    )
    .then(([rows]) => rows);
  for (const job of promised) if (job.userId) await collectDues(deps, job.userId, now);
}

async function change(
  deps: { dataSource: DataSource; billing: typeof BILLING },
  userId: string,
  id: string,
  planIds: string[],
  action: Action,
  now: Date,
): Promise<void> {
  if (action.do === 'cancel') await cancelSubscription(deps, userId, { id, when: action.when }, now);
  if (action.do === 'auto-renew') await updateSubscription(deps, userId, { id, autoRenew: action.on }, now);
  const { planId, billingCycle } = await deps.dataSource.manager.findOneByOrFail(Subscription, { id });
  const held = planIds.indexOf(planId);
  if (action.do === 'change cycle') {
    const other = billingCycle === 'YEARLY' ? 'MONTHLY' : 'YEARLY';
    await updateSubscription(deps, userId, { id, billingCycle: other }, now);
  }
  if (action.do === 'downgrade') {
    const downgradeTo = action.plan === null ? null : (planIds[action.plan % Math.max(1, held)] ?? null);
    await updateSubscription(deps, userId, { id, downgradeTo }, now);
  }
  const above = planIds.slice(held + 1);
  if (action.do === 'upgrade' && above.length > 0) {
    const wanted = above[action.plan % above.length]!;
    await upgradeSubscription(deps.dataSource, userId, { id, planId: wanted }, now);
    const instance = await deps.dataSource.manager.findOneByOrFail(ServiceInstance, { subscriptionId: id });
    await settle(deps.dataSource, instance.id, action.comesUp, now);
  }
}

async function settle(
  dataSource: DataSource,
  instanceId: string,
  comesUp: boolean,
  now: Date,
): Promise<void> {
  const problem = { code: 'UNSCHEDULABLE', message: 'no room' } as const;
  if (comesUp) await bringUp(dataSource, instanceId, now);
  else await failProvisioning(dataSource, instanceId, problem, now);
}
