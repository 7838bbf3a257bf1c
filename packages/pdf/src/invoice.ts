import type { InvoiceView } from '@minispod/contracts/invoice';
import { formatDate, formatDateTime } from '@minispod/contracts/jakarta-time';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { Locale } from '@minispod/contracts/shared';
import {
  BOTTOM,
  type Document,
  GREY,
  LEFT,
  MIDDLE,
  measure,
  parties,
  print,
  RIGHT,
  rule,
  type Seller,
  TEAL,
  WIDTH,
  write,
} from './paper.js';
import { words } from './words.js';

const COLUMNS = { item: LEFT, quantity: MIDDLE, price: 366, amount: 455 };
const QUANTITY_WIDTH = 46;
const PRICE_WIDTH = 84;
const DESCRIPTION_WIDTH = COLUMNS.quantity - LEFT - 16;

/** An invoice or credit note as an A4 PDF in this language. Every amount is one of the stored document: nothing is reckoned here. */
export function renderInvoice(invoice: InvoiceView, seller: Seller, locale: Locale): Promise<Buffer> {
  const { number: reference, issuedAt: at } = invoice;
  const title = `${words[locale][invoice.kind]} ${reference}`;
  return print({ title, reference, seller, at, locale }, (document) => {
    const afterHead = head(document, invoice, seller, locale);
    const afterLines = lines(document, invoice, locale, afterHead);
    totals(document, invoice, locale, afterLines);
  });
}

function head(document: Document, invoice: InvoiceView, seller: Seller, locale: Locale): number {
  const say = words[locale];
  write(document, say[invoice.kind], LEFT, 84, { size: 24, bold: true });
  const facts: [string, string][] = [
    ['No.', invoice.number],
    [say.issued, formatDateTime(invoice.issuedAt, locale)],
    ...(invoice.period ? [[say.period, daysOf(invoice.period, locale)] satisfies [string, string]] : []),
    ...(invoice.correctsNumber ? [[say.corrects, invoice.correctsNumber] satisfies [string, string]] : []),
  ];
  facts.forEach(([label, value], index) => {
    const y = 90 + index * 16;
    write(document, label, MIDDLE, y, { color: GREY });
    write(document, value, 420, y, { width: RIGHT - 420, align: 'right' });
  });
  return parties(document, seller, invoice.buyer, locale) + 28;
}

/** From its first to its last day. */
function daysOf({ startsAt, endsAt }: NonNullable<InvoiceView['period']>, locale: Locale): string {
  const last = new Date(Date.parse(endsAt) - 1).toISOString();
  return `${formatDate(startsAt, locale)} – ${formatDate(last, locale)}`;
}

function lines(document: Document, invoice: InvoiceView, locale: Locale, top: number): number {
  let y = tableHead(document, locale, top);
  for (const { description, quantity, unitPrice, amount } of invoice.lines) {
    const height = measure(document, description, DESCRIPTION_WIDTH);
    if (y + height > BOTTOM) {
      document.addPage();
      y = tableHead(document, locale, 56);
    }
    write(document, description, COLUMNS.item, y, { width: DESCRIPTION_WIDTH });
    number(document, String(quantity), COLUMNS.quantity, QUANTITY_WIDTH, y);
    number(document, formatRupiah(unitPrice), COLUMNS.price, PRICE_WIDTH, y);
    number(document, formatRupiah(amount), COLUMNS.amount, RIGHT - COLUMNS.amount, y);
    y += height + 8;
    rule(document, y);
    y += 8;
  }
  return y;
}

function tableHead(document: Document, locale: Locale, y: number): number {
  const say = words[locale];
  write(document, say.item, COLUMNS.item, y, { color: GREY });
  number(document, say.quantity, COLUMNS.quantity, QUANTITY_WIDTH, y, GREY);
  number(document, say.price, COLUMNS.price, PRICE_WIDTH, y, GREY);
  number(document, say.amount, COLUMNS.amount, RIGHT - COLUMNS.amount, y, GREY);
  rule(document, y + 18);
  return y + 28;
}

function totals(document: Document, invoice: InvoiceView, locale: Locale, top: number): void {
  const say = words[locale];
  const isCredit = invoice.kind === 'CREDIT_NOTE';
  let y = top + 8;
  if (y + 110 > BOTTOM) {
    document.addPage();
    y = 56;
  }
  const row = (label: string, amount: string, size = 10, bold = false) => {
    write(document, label, COLUMNS.quantity, y, { size, bold });
    write(document, amount, COLUMNS.price, y, { size, bold, width: RIGHT - COLUMNS.price, align: 'right' });
    y += size + 10;
  };
  if (invoice.discount > 0) {
    row(say.subtotal, formatRupiah(invoice.subtotal));
    row(say.discount, formatRupiah(-invoice.discount));
  }
  row(isCredit ? say.credited : say.total, formatRupiah(invoice.total), 14, true);
  if (invoice.taxRate > 0) {
    const text = say.includes(invoice.taxRate, formatRupiah(invoice.taxBase), formatRupiah(invoice.tax));
    write(document, text, COLUMNS.item, y, { color: GREY, width: WIDTH, align: 'right' });
    y += 24;
  }
  write(document, isCredit ? say.returned : say.paid, LEFT, y + 16, { color: TEAL });
}

function number(document: Document, text: string, x: number, width: number, y: number, color?: string): void {
  write(document, text, x, y, { width, align: 'right', ...(color && { color }) });
}
