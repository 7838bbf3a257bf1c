import { Service } from '@minispod/database/entities/service.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Reader, withTransaction } from '@minispod/database/transaction';
import { In, LessThanOrEqual } from 'typeorm';
import { type NewNotification, notifyAll } from '../notification/notify.js';
import { required } from '../rows.js';
import { allOrEach, RowsFailed } from '../sweep/each-alone.js';
import { startOfLocalDay } from './dunning.js';
import { nextCharge } from './rules/next-charge.js';
import type { BillingDeps } from './run-billing.js';

const DAY_MS = 86_400_000;
/** Days ahead on which an owner is warned that the balance will not cover what falls due. */
const WARN_DAYS = [7, 3, 1] as const;
const PAGE = 1_000;

interface Upcoming {
  id: string;
  userId: string;
  serviceName: string;
  price: number;
  endDate: Date;
  currentK: number;
  balance: number;
  /** A day has one warning of a subscription, also when an outage has put two marks on it. */
  wasWarnedToday: boolean;
}

/**
 * Warns 7, 3 and 1 days ahead of everything that the balance will not cover, in the order in which it will be charged:
 * which service, when, and how much is missing. Once per day mark and period, however often it runs. Returns how many.
 */
export async function warnOfLowCredit({ dataSource }: BillingDeps, now: Date): Promise<number> {
  let warned = 0;
  const faults: unknown[] = [];
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const users: { userId: string }[] = await dataSource.query(
      `SELECT DISTINCT user_id AS "userId" FROM subscriptions
        WHERE status = 'ACTIVE' AND auto_renew AND grace_period_end IS NULL
          AND next_action_at > $1 AND next_action_at <= $2 AND user_id > $3 ORDER BY user_id LIMIT $4`,
      [now, new Date(now.getTime() + WARN_DAYS[0] * DAY_MS), after, PAGE],
    );
    const last = users.at(-1);
    if (!last) break;
    after = last.userId;
    const warn = (some: string[]) =>
      withTransaction(dataSource, async (tx) => {
        const until = new Date(now.getTime() + WARN_DAYS[0] * DAY_MS);
        const warnings = uncovered(await upcomingCharges(tx, some, until, now), now);
        await notifyAll(tx, warnings, now);
        return warnings.length;
      });
    const pass = { dataSource, name: 'credit-warnings', now };
    const page = (resting: string[]) =>
      users.map(({ userId }) => userId).filter((id) => !resting.includes(id));
    await allOrEach(pass, page, async (some) => {
      warned += await warn(some);
    }).catch((error: unknown) => {
      if (!(error instanceof RowsFailed)) throw error;
      faults.push(...error.errors);
    });
  }
  if (faults.length > 0) throw new RowsFailed(faults, 'warnings failed');
  return warned;
}

/** What these customers will be charged until then, in the order in which it will be. */
async function upcomingCharges(
  reader: Reader,
  userIds: string[],
  until: Date,
  now: Date,
): Promise<Upcoming[]> {
  const subscriptions = await reader.find(Subscription, {
    where: { userId: In(userIds), status: 'ACTIVE', autoRenew: true, endDate: LessThanOrEqual(until) },
    order: { userId: 'ASC', endDate: 'ASC', priority: 'ASC', id: 'ASC' },
  });
  const services = await reader.find(Service, {
    select: { id: true, name: true },
    where: { id: In([...new Set(subscriptions.map(({ serviceId }) => serviceId))]) },
  });
  const names = new Map(services.map(({ id, name }) => [id, name]));
  const wallets = await reader.findBy(Wallet, { userId: In(userIds) });
  const balances = new Map(wallets.map(({ userId, balance }) => [userId, balance]));
  const warnings: { link: string }[] = await reader.query(
    `SELECT link FROM notifications WHERE user_id = ANY($1) AND kind = 'CREDIT_LOW' AND created_at >= $2`,
    [userIds, startOfLocalDay(now)],
  );
  const warnedToday = new Set(warnings.map(({ link }) => link));
  return subscriptions.flatMap((subscription) => {
    const { id, userId, serviceId, endDate, currentK } = subscription;
    const { price } = nextCharge(subscription);
    if (price === 0) return [];
    const serviceName = required(names.get(serviceId));
    const balance = required(balances.get(userId));
    const wasWarnedToday = warnedToday.has(`/subscriptions/${id}`);
    return { id, userId, serviceName, price, endDate, currentK, balance, wasWarnedToday };
  });
}

/** Walks each customer's charges in order of time and warns of those that the balance will not reach. Pure. */
export function uncovered(upcoming: Upcoming[], now: Date): NewNotification[] {
  const left = new Map<string, number>();
  const warnings: NewNotification[] = [];
  for (const one of upcoming) {
    const { id, userId, serviceName, price, endDate, currentK, balance } = one;
    const before = left.get(userId) ?? balance;
    left.set(userId, before - price);
    const mark = [...WARN_DAYS].reverse().find((days) => endDate.getTime() - now.getTime() <= days * DAY_MS);
    if (before >= price || mark === undefined || endDate <= now || one.wasWarnedToday) continue;
    warnings.push({
      userId,
      kind: 'CREDIT_LOW',
      dedupeKey: `CREDIT_LOW:${id}:${currentK + 1}:${mark}`,
      data: {
        serviceName,
        dueAt: endDate.toISOString(),
        daysLeft: mark,
        amount: price,
        shortfall: price - Math.max(0, before),
      },
      link: `/subscriptions/${id}`,
    });
  }
  return warnings;
}
