import type { Rupiah } from '@minispod/contracts/rupiah';
import type { Tx } from '@minispod/database/transaction';
import type { BillingSettings } from '../billing-settings.js';
import { newId } from '../id.js';
import { taxIn } from '../ledger/earn.js';

const JAKARTA_OFFSET_MS = 7 * 3_600_000;

/** `INV/2026` or `CN/2026`, by the Jakarta year; numbers run 1..n within. */
export function seriesOf(kind: 'INVOICE' | 'CREDIT_NOTE', now: Date): string {
  const year = new Date(now.getTime() + JAKARTA_OFFSET_MS).getUTCFullYear();
  return `${kind === 'INVOICE' ? 'INV' : 'CN'}/${year}`;
}

const TAKE_NUMBERS = `
  INSERT INTO invoice_counters AS c (series, last_number) VALUES ($1, $2)
  ON CONFLICT (series) DO UPDATE SET last_number = c.last_number + $2 RETURNING last_number - $2 AS before`;

/**
 * Takes the next `count` numbers of a series and returns the one before the first. The series' row stays locked until the
 * commit, and a rollback gives the numbers back: that is what keeps the series without gaps. So this comes last.
 */
export async function takeNumbers(tx: Tx, series: string, count: number): Promise<number> {
  const [{ before }] = await tx.query(TAKE_NUMBERS, [series, count]);
  return before;
}

/**
 * Issues one invoice for each of these orders, in their order. Orders of nothing have none. One statement, because whoever
 * else issues anything waits from here to the commit.
 */
export async function issueInvoices(
  tx: Tx,
  orders: { id: string; total: Rupiah }[],
  { ppnRate }: BillingSettings,
  now: Date,
): Promise<void> {
  const priced = orders.filter((order) => order.total > 0);
  if (priced.length === 0) return;
  const rows = priced.map(({ id, total }, index) => ({
    id: newId(),
    orderId: id,
    position: index + 1,
    tax: taxIn(total, ppnRate),
  }));
  await tx.query(
    `WITH taken AS (${TAKE_NUMBERS})
     INSERT INTO invoices (id, kind, series, number, user_id, order_id, buyer, lines, subtotal, discount, tax_rate, tax, total, issued_at)
     SELECT r.id, 'INVOICE', $1, taken.before + r.position, o.user_id, o.id, jsonb_build_object('name', u.name, 'email', u.email),
            (SELECT jsonb_agg(jsonb_build_object('description', i.description, 'quantity', i.quantity,
                      'unitPrice', i.unit_price, 'amount', i.amount) ORDER BY i.position)
               FROM order_items i WHERE i.order_id = o.id),
            o.subtotal, o.discount, $4, r.tax, o.total, $5
       FROM taken, jsonb_to_recordset($3) AS r(id uuid, "orderId" uuid, position integer, tax bigint)
       JOIN orders o ON o.id = r."orderId" JOIN users u ON u.id = o.user_id`,
    [seriesOf('INVOICE', now), rows.length, JSON.stringify(rows), ppnRate, now],
  );
}
