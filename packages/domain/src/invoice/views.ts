import type { InvoiceView } from '@minispod/contracts/invoice';
import { rupiah } from '@minispod/contracts/rupiah';
import { Invoice } from '@minispod/database/entities/invoice.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';

/** `INV/2026/000001`. */
function printedNumber({ series, number }: Pick<Invoice, 'series' | 'number'>): string {
  return `${series}/${String(number).padStart(6, '0')}`;
}

interface Period {
  startsAt: string;
  endsAt: string;
}

/** What each order paid for: its whole period, or after an upgrade what was left of the one that ran. */
async function periodsOf(reader: Reader, invoices: Invoice[]): Promise<Map<string, Period>> {
  if (invoices.length === 0) return new Map();
  const rows: { orderId: string; startsAt: Date; endsAt: Date }[] = await reader.query(
    `SELECT DISTINCT ON (o.id) o.id AS "orderId", p.ends_at AS "endsAt",
            CASE WHEN o.kind = 'UPGRADE' THEN greatest(o.created_at, p.starts_at) ELSE p.starts_at END AS "startsAt"
       FROM orders o
       JOIN billing_periods p ON p.subscription_id = o.subscription_id
        AND CASE WHEN o.kind = 'UPGRADE' THEN o.created_at >= p.starts_at AND o.created_at < p.ends_at ELSE p.order_id = o.id END
      WHERE o.id = ANY($1)
      ORDER BY o.id, p.k`,
    [invoices.map(({ orderId }) => orderId)],
  );
  return new Map(
    rows.map(({ orderId, startsAt, endsAt }) => [
      orderId,
      { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    ]),
  );
}

/** Views of these invoices, with the number of what each credit note corrects: one query however many they are. */
export async function viewInvoices(reader: Reader, invoices: Invoice[]): Promise<InvoiceView[]> {
  const correctedIds = invoices.flatMap(({ correctsId }) => correctsId ?? []);
  const corrected = new Map(
    (correctedIds.length > 0 ? await reader.findBy(Invoice, { id: In(correctedIds) }) : []).map((row) => [
      row.id,
      printedNumber(row),
    ]),
  );
  const periods = await periodsOf(reader, invoices);
  return invoices.map((invoice) => ({
    id: invoice.id,
    number: printedNumber(invoice),
    kind: invoice.kind,
    orderId: invoice.orderId,
    correctsNumber: invoice.correctsId ? (corrected.get(invoice.correctsId) ?? null) : null,
    lines: invoice.lines,
    subtotal: invoice.subtotal,
    discount: invoice.discount,
    taxRate: invoice.taxRate,
    tax: invoice.tax,
    taxBase: rupiah(invoice.total - invoice.tax),
    total: invoice.total,
    period: periods.get(invoice.orderId) ?? null,
    buyer: invoice.buyer,
    issuedAt: invoice.issuedAt.toISOString(),
  }));
}
