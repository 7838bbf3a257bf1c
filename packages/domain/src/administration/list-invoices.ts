import type { AdminInvoiceListInput, AdminInvoiceListView } from '@minispod/contracts/administration';
import { Invoice } from '@minispod/database/entities/invoice.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { viewInvoices } from '../invoice/views.js';
import { required } from '../rows.js';
import { readOwners } from './owners.js';

/** Everybody's invoices and credit notes, newest first. */
export async function listAllInvoices(
  reader: Reader,
  { page, limit, userId }: z.infer<typeof AdminInvoiceListInput>,
): Promise<z.infer<typeof AdminInvoiceListView>> {
  const where = { ...(userId && { userId }) };
  const total = await reader.count(Invoice, { where });
  const rows = await reader.find(Invoice, {
    where,
    order: { issuedAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  const views = await viewInvoices(reader, rows);
  const owner = await readOwners(
    reader,
    rows.map((row) => row.userId),
  );
  const items = rows.map((row, index) => ({ ...required(views[index]), user: owner(row.userId) }));
  return { items, page, limit, total };
}
