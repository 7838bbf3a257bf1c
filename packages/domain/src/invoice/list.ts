import type { InvoiceListInput, InvoiceView } from '@minispod/contracts/invoice';
import type { List } from '@minispod/contracts/shared';
import { Invoice } from '@minispod/database/entities/invoice.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { viewInvoices } from './views.js';

/** The user's invoices and credit notes, or those of one order, newest first. */
export async function listInvoices(
  reader: Reader,
  userId: string,
  { page, limit, orderId }: z.infer<typeof InvoiceListInput>,
): Promise<List<InvoiceView>> {
  const where = { userId, ...(orderId && { orderId }) };
  const total = await reader.count(Invoice, { where });
  const invoices = await reader.find(Invoice, {
    where,
    order: { issuedAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  return { items: await viewInvoices(reader, invoices), page, limit, total };
}
