import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { Invoice } from '@minispod/database/entities/invoice.entity';
import { insertMany } from '@minispod/database/insert-many';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import { taxIn } from '../ledger/earn.js';
import { seriesOf, takeNumbers } from './issue.js';

interface Credit {
  invoice: Pick<Invoice, 'id' | 'userId' | 'orderId' | 'buyer' | 'taxRate'>;
  amount: Rupiah;
  tax: Rupiah;
}

/**
 * Which of a subscription's invoices an amount given back corrects: the newest first, none by more than is left of it.
 * What was paid may be spread over several: an upgrade and the period before it, a year and the month it began in.
 */
export async function planCredit(tx: Tx, subscriptionId: string, amount: Rupiah): Promise<Credit[]> {
  const invoices: (Credit['invoice'] & { left: number })[] = await tx.query(
    `SELECT i.id, i.user_id AS "userId", i.order_id AS "orderId", i.buyer, i.tax_rate AS "taxRate",
            i.total - coalesce((SELECT sum(n.total)::bigint FROM invoices n WHERE n.corrects_id = i.id), 0) AS left
       FROM invoices i JOIN orders o ON o.id = i.order_id WHERE o.subscription_id = $1 AND i.kind = 'INVOICE'
      ORDER BY i.issued_at DESC, i.number DESC`,
    [subscriptionId],
  );
  const credits: Credit[] = [];
  let open = amount;
  for (const { left, ...invoice } of invoices) {
    const part = rupiah(Math.min(left, open));
    if (part > 0) credits.push({ invoice, amount: part, tax: taxIn(part, invoice.taxRate) });
    open = rupiah(open - part);
  }
  if (open > 0)
    throw new Error(`${amount} given back of subscription ${subscriptionId} is more than its invoices`);
  return credits;
}

/** Issues the credit notes; their numbers stay locked until the commit. */
export async function issueCreditNotes(
  tx: Tx,
  credits: Credit[],
  description: string,
  now: Date,
): Promise<void> {
  if (credits.length === 0) return;
  const series = seriesOf('CREDIT_NOTE', now);
  const before = await takeNumbers(tx, series, credits.length);
  await insertMany(
    tx,
    Invoice,
    credits.map(({ invoice: { id, userId, orderId, buyer, taxRate }, amount, tax }, index) => ({
      id: newId(),
      kind: 'CREDIT_NOTE' as const,
      series,
      number: before + index + 1,
      userId,
      orderId,
      correctsId: id,
      buyer,
      lines: [{ description, quantity: 1, unitPrice: amount, amount }],
      subtotal: amount,
      discount: rupiah(0),
      taxRate,
      tax,
      total: amount,
      issuedAt: now,
    })),
  );
}
