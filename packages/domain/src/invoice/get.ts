import type { InvoiceView } from '@minispod/contracts/invoice';
import { Invoice } from '@minispod/database/entities/invoice.entity';
import type { Reader } from '@minispod/database/transaction';
import { notFound } from '../errors.js';
import { required } from '../rows.js';
import { viewInvoices } from './views.js';

/** One invoice of the user. Throws NOT_FOUND. */
export async function getInvoice(reader: Reader, userId: string, id: string): Promise<InvoiceView> {
  const invoice = await reader.findOneBy(Invoice, { id, userId });
  if (!invoice) throw notFound('Invoice');
  const [view] = await viewInvoices(reader, [invoice]);
  return required(view);
}
