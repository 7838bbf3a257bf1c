import { withTransaction } from '@minispod/database/transaction';
import { type NewNotification, notifyAll } from '../notification/notify.js';
import { startOfLocalDay } from './dunning.js';
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
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const users: { userId: string }[] = await dataSource.query(
      `SELECT DISTINCT user_id AS "userId" FROM subscriptions
        WHERE status = 'ACTIVE' AND auto_renew AND grace_period_end IS NULL AND price > 0
          AND next_action_at > $1 AND next_action_at <= $2 AND user_id > $3 ORDER BY user_id LIMIT $4`,
      [now, new Date(now.getTime() + WARN_DAYS[0] * DAY_MS), after, PAGE],
    );
    const last = users.at(-1);
    if (!last) return warned;
    after = last.userId;
    warned += await withTransaction(dataSource, async (tx) => {
      const upcoming: Upcoming[] = await tx.query(
        `SELECT s.id, s.user_id AS "userId", services.name AS "serviceName", s.price, s.end_date AS "endDate",
                s.current_k AS "currentK", w.balance,
                EXISTS (SELECT FROM notifications n WHERE n.user_id = s.user_id AND n.kind = 'CREDIT_LOW'
                         AND n.link = '/subscriptions/' || s.id AND n.created_at >= $3) AS "wasWarnedToday"
           FROM subscriptions s JOIN services ON services.id = s.service_id JOIN wallets w ON w.user_id = s.user_id
          WHERE s.user_id = ANY($1) AND s.status = 'ACTIVE' AND s.auto_renew AND s.price > 0 AND s.end_date <= $2
          ORDER BY s.user_id, s.end_date, s.priority, s.id`,
        [
          users.map((user) => user.userId),
          new Date(now.getTime() + WARN_DAYS[0] * DAY_MS),
          startOfLocalDay(now),
        ],
      );
      const warnings = uncovered(upcoming, now);
      await notifyAll(tx, warnings, now);
      return warnings.length;
    });
  }
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
