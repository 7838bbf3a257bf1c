import type { InvoiceView } from '@minispod/contracts/invoice';

/** What a document says was paid, rupiah: negative for a credit note, whose own amounts are positive. */
export function signedTotal({ kind, total }: Pick<InvoiceView, 'kind' | 'total'>): number {
  return kind === 'CREDIT_NOTE' ? -Math.abs(total) : total;
}
