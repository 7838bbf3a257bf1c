import type { DataSource } from 'typeorm';

interface Received {
  subscriptionId: string;
  charged: number;
  refunded: number;
  /** What the time and plans that were had are worth by their prices, to fractions of a rupiah. */
  value: number;
  /** Rupiah that roundings may come to: two for an upgrade, one for a period that was ended early. */
  roundings: number;
}

interface Period {
  subscription_id: string;
  starts_at: Date;
  ends_at: Date;
  closed_at: Date | null;
  price: number;
}

/**
 * What every subscription was charged, and what it was worth: reckoned from plan prices and times alone, without any of the
 * product's proration. A period is worth its price for as long as it lasted, and from each upgrade on the new plan's.
 */
export async function valueReceived(dataSource: DataSource): Promise<Received[]> {
  const subscriptions: Omit<Received, 'value' | 'roundings'>[] = await dataSource.query(
    `SELECT s.id AS "subscriptionId",
            coalesce((SELECT sum(total)::bigint FROM orders o WHERE o.subscription_id = s.id AND o.status = 'ACTIVE'), 0) AS charged,
            coalesce((SELECT sum(t.amount)::bigint FROM transactions t JOIN ledger_entries e ON e.transaction_id = t.id
                       WHERE t.subscription_id = s.id AND e.idempotency_key LIKE 'refund:%'), 0) AS refunded
       FROM subscriptions s WHERE EXISTS (SELECT FROM orders o WHERE o.subscription_id = s.id AND o.kind = 'SUBSCRIBE' AND o.status = 'ACTIVE')`,
  );
  const periods: Period[] = await dataSource.query('SELECT * FROM billing_periods ORDER BY k');
  const upgrades: { subscription_id: string; created_at: Date; recurring: number }[] = await dataSource.query(
    `SELECT subscription_id, created_at, (plan_snapshot->>'recurring')::bigint AS recurring FROM orders
      WHERE kind = 'UPGRADE' AND status = 'ACTIVE' ORDER BY created_at, id`,
  );
  return subscriptions.map((subscription) => {
    const own = periods.filter((period) => period.subscription_id === subscription.subscriptionId);
    const changes = upgrades.filter((upgrade) => upgrade.subscription_id === subscription.subscriptionId);
    const within = (period: Period) =>
      changes.filter(({ created_at }) => own.find((each) => holds(each, created_at)) === period);
    const value = own.reduce((sum, period) => sum + worth(period, within(period)), 0);
    const closed = own.filter((period) => period.closed_at !== null);
    return { ...subscription, value, roundings: 2 * changes.length + closed.length };
  });
}

/** Of two periods that meet in the moment of an upgrade, it was the first one's: the second has the new plan's price. */
function holds({ starts_at, ends_at, closed_at }: Period, at: Date): boolean {
  return at >= starts_at && at < ends_at && at <= (closed_at ?? ends_at);
}

function worth(period: Period, within: { created_at: Date; recurring: number }[]): number {
  const length = period.ends_at.getTime() - period.starts_at.getTime();
  const end = (period.closed_at ?? period.ends_at).getTime();
  let since = period.starts_at.getTime();
  let price = period.price;
  let value = 0;
  for (const { created_at, recurring } of within) {
    value += (price * (created_at.getTime() - since)) / length;
    since = created_at.getTime();
    price = recurring;
  }
  return value + (price * (end - since)) / length;
}
