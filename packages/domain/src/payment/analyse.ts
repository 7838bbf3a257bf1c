import type { PaymentAnalyticsInput, PaymentAnalyticsView } from '@minispod/contracts/payments';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';

const DEFAULT_MS = 30 * 86_400_000;

/** How the top-ups that were opened within a time fared, by gateway and method; the most used first. */
export async function analysePayments(
  reader: Reader,
  { from, to }: z.infer<typeof PaymentAnalyticsInput>,
  now: Date,
): Promise<PaymentAnalyticsView> {
  const until = to ? new Date(to) : now;
  const since = from ? new Date(from) : new Date(until.getTime() - DEFAULT_MS);
  const rows: (Omit<PaymentAnalyticsView['items'][number], 'amount'> & { amount: string })[] =
    await reader.query(
      `WITH opened AS (
       SELECT gateway, method, amount, paid_at, created_at, CASE WHEN paid_at IS NULL THEN failure END AS failure
         FROM payments WHERE created_at >= $1 AND created_at < $2
     ), failures AS (
       SELECT gateway, method, jsonb_object_agg(failure, n) AS failures
         FROM (SELECT gateway, method, failure, count(*)::int AS n FROM opened WHERE failure IS NOT NULL GROUP BY 1, 2, 3) counted
        GROUP BY 1, 2
     )
     SELECT gateway, method, count(*)::int AS opened, count(paid_at)::int AS paid,
            (count(*) FILTER (WHERE paid_at IS NULL AND failure IS NULL))::int AS waiting,
            coalesce(failures, '{}') AS failures, coalesce(sum(amount) FILTER (WHERE paid_at IS NOT NULL), 0) AS amount,
            (percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM paid_at - created_at)))::int AS "medianSecondsToPay"
       FROM opened LEFT JOIN failures USING (gateway, method)
      GROUP BY gateway, method, failures ORDER BY count(*) DESC, gateway, method`,
      [since, until],
    );
  return { items: rows.map((row) => ({ ...row, amount: Number(row.amount) })) };
}
