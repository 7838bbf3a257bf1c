import { z } from 'zod';
import { IdSchema, listOf, PageInput, TimeSchema } from './shared.js';

export const INVOICE_KINDS = ['INVOICE', 'CREDIT_NOTE'] as const;

/** A numbered document, as it was issued: it never changes. Amounts are rupiah. */
export const InvoiceView = z.object({
  id: IdSchema,
  /** `INV/2026/000001`; a credit note's begins with `CN`. */
  number: z.string(),
  kind: z.enum(INVOICE_KINDS),
  orderId: IdSchema,
  /** The invoice that a credit note corrects. */
  correctsNumber: z.string().nullable(),
  lines: z.array(
    z.object({
      description: z.string(),
      quantity: z.number().int(),
      unitPrice: z.number().int(),
      amount: z.number().int(),
    }),
  ),
  subtotal: z.number().int(),
  discount: z.number().int(),
  /** Percent. */
  taxRate: z.number().int(),
  /** Contained in the total. */
  tax: z.number().int(),
  /** The total without the tax contained in it. */
  taxBase: z.number().int(),
  total: z.number().int(),
  /** What it pays for, or what a credit note gives back of; null where nothing was ever begun. */
  period: z.object({ startsAt: TimeSchema, endsAt: TimeSchema }).nullable(),
  buyer: z.object({ name: z.string(), email: z.string() }),
  issuedAt: TimeSchema,
});
export type InvoiceView = z.infer<typeof InvoiceView>;

export const InvoiceListInput = PageInput.extend({ orderId: IdSchema.optional() });
export const InvoiceListView = listOf(InvoiceView);
export const InvoiceInput = z.strictObject({ id: IdSchema });
export const InvoiceSentView = z.object({ sentTo: z.string() });
