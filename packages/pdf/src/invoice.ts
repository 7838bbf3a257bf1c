import type { InvoiceView } from '@minispod/contracts/invoice';
import { formatDateTime } from '@minispod/contracts/jakarta-time';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { Locale } from '@minispod/contracts/shared';
import PDFDocument from 'pdfkit';
import { words } from './words.js';

export interface Seller {
  name: string;
  /** Lines. */
  address: string[];
  taxId: string | null;
}

// Points, on A4 (595 × 842).
const LEFT = 56;
const RIGHT = 539;
const WIDTH = RIGHT - LEFT;
const BOTTOM = 760;
const COLUMNS = { item: LEFT, quantity: 320, price: 366, amount: 455 };
const DESCRIPTION_WIDTH = COLUMNS.quantity - LEFT - 16;

const TEAL = '#0f7a70';
const INK = '#211e1b';
const GREY = '#7a736b';
const RULE = '#ddd7cf';

type Document = InstanceType<typeof PDFDocument>;

/**
 * An invoice or credit note as an A4 PDF in this language. Every amount is one of the stored document: nothing is reckoned
 * here. The standard fonts know the Latin script alone; a letter beyond it is printed as `?`.
 */
export async function renderInvoice(invoice: InvoiceView, seller: Seller, locale: Locale): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    info: {
      Title: `${words[locale][invoice.kind]} ${invoice.number}`,
      Author: seller.name,
      CreationDate: new Date(invoice.issuedAt),
    },
    lang: locale,
  });
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', resolve);
    document.on('error', reject);
  });
  const afterHead = head(document, invoice, seller, locale);
  const afterLines = lines(document, invoice, locale, afterHead);
  totals(document, invoice, locale, afterLines);
  numberPages(document, invoice, locale);
  document.end();
  await done;
  return Buffer.concat(chunks);
}

function head(document: Document, invoice: InvoiceView, seller: Seller, locale: Locale): number {
  const say = words[locale];
  write(document, seller.name, LEFT, 56, { size: 12, bold: true, color: TEAL });
  write(document, say[invoice.kind], LEFT, 84, { size: 24, bold: true });
  const facts: [string, string][] = [
    ['No.', invoice.number],
    [say.issued, formatDateTime(invoice.issuedAt, locale)],
    ...(invoice.correctsNumber ? [[say.corrects, invoice.correctsNumber] satisfies [string, string]] : []),
  ];
  facts.forEach(([label, value], index) => {
    const y = 90 + index * 16;
    write(document, label, 320, y, { color: GREY });
    write(document, value, 420, y, { width: RIGHT - 420, align: 'right' });
  });
  const sellerEnd = party(document, say.from, LEFT, [
    seller.name,
    ...seller.address,
    ...(seller.taxId ? [`${say.taxId}: ${seller.taxId}`] : []),
  ]);
  const buyerEnd = party(document, say.to, COLUMNS.quantity, [invoice.buyer.name, invoice.buyer.email]);
  return Math.max(sellerEnd, buyerEnd) + 28;
}

function party(document: Document, label: string, x: number, [name = '', ...rest]: string[]): number {
  const width = RIGHT - COLUMNS.quantity;
  write(document, label, x, 160, { color: GREY });
  let y = write(document, name, x, 176, { bold: true, width });
  for (const line of rest) y = write(document, line, x, y + 2, { width });
  return y;
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
    number(document, String(quantity), COLUMNS.quantity, 40, y);
    number(document, formatRupiah(unitPrice), COLUMNS.price, 84, y);
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
  number(document, say.quantity, COLUMNS.quantity, 40, y, GREY);
  number(document, say.price, COLUMNS.price, 84, y, GREY);
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

function numberPages(document: Document, invoice: InvoiceView, locale: Locale): void {
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    document.switchToPage(page);
    const options = { color: GREY, size: 8 } as const;
    write(document, invoice.number, LEFT, 800, options);
    const position = words[locale].page(page + 1, count);
    write(document, position, LEFT, 800, { ...options, width: WIDTH, align: 'right' });
  }
}

interface Style {
  size?: number;
  bold?: boolean;
  color?: string;
  width?: number;
  align?: 'left' | 'right';
}

/** Returns where the text ends. */
function write(document: Document, text: string, x: number, y: number, style: Style = {}): number {
  const { size = 10, bold = false, color = INK, width, align = 'left' } = style;
  document
    .font(bold ? 'Helvetica-Bold' : 'Helvetica')
    .fontSize(size)
    .fillColor(color)
    .text(printable(text), x, y, { align, ...(width === undefined ? { lineBreak: false } : { width }) });
  return document.y;
}

function number(document: Document, text: string, x: number, width: number, y: number, color = INK): void {
  write(document, text, x, y, { width, align: 'right', color });
}

function measure(document: Document, text: string, width: number): number {
  return document.font('Helvetica').fontSize(10).heightOfString(printable(text), { width });
}

function rule(document: Document, y: number): void {
  document.moveTo(LEFT, y).lineTo(RIGHT, y).lineWidth(0.5).strokeColor(RULE).stroke();
}

/** What the standard fonts (Windows-1252) can print; our minus sign becomes theirs. */
function printable(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('−', '–')
    .replace(/[^\x20-\x7e\xa0-\xff–—‘’“”•…€]/gu, '?');
}
