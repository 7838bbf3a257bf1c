import type { InvoiceView } from '@minispod/contracts/invoice';
import { rupiah } from '@minispod/contracts/rupiah';
import { Invoice } from '@minispod/database/entities/invoice.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';

/** `INV/2026/000001`. */
function printedNumber({ series, number }: Pick<Invoice, 'series' | 'number'>): string {
  return `${series}/${String(number).padStart(6, '0')}`;
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
    buyer: invoice.buyer,
    issuedAt: invoice.issuedAt.toISOString(),
  }));
}
