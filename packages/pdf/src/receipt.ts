import { formatDate, formatDateTime } from '@minispod/contracts/jakarta-time';
import type { ReceiptView } from '@minispod/contracts/receipt';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { Locale } from '@minispod/contracts/shared';
import {
  BOTTOM,
  type Document,
  GREY,
  LEFT,
  MIDDLE,
  parties,
  print,
  RIGHT,
  rule,
  type Seller,
  WIDTH,
  write,
} from './paper.js';
import { BRANDS, receiptWords } from './receipt-words.js';

const VALUE = 200;

/** A receipt as an A4 PDF in this language, with what went back since. Nothing is reckoned here. */
export function renderReceipt(receipt: ReceiptView, seller: Seller, locale: Locale): Promise<Buffer> {
  const { transactionId: reference, paidAt: at } = receipt;
  const say = receiptWords[locale];
  return print({ title: `${say.title} ${reference}`, reference, seller, at, locale }, (document) => {
    const right = { width: RIGHT - MIDDLE, align: 'right' } as const;
    write(document, say.title, LEFT, 84, { size: 24, bold: true });
    write(document, formatRupiah(receipt.amount), MIDDLE, 84, { size: 24, bold: true, ...right });
    write(document, say.received(formatDateTime(at, locale)), MIDDLE, 114, { color: GREY, ...right });
    let y = parties(document, seller, receipt.payer, locale, say);
    y = facts(document, receipt, locale, y + 28);
    if (receipt.reversals.length > 0) y = since(document, receipt, locale, y + 24);
    write(document, say.notAnInvoice, LEFT, y + 24, { color: GREY, width: WIDTH });
  });
}

function facts(document: Document, receipt: ReceiptView, locale: Locale, top: number): number {
  const say = receiptWords[locale];
  const { gateway, gatewayReference } = receipt;
  const rows: [string, string][] = [
    [say.what, say.credit],
    [say.how, methodOf(receipt, locale)],
    [say.reference, receipt.transactionId],
    ...(gateway === 'manual' ? [] : [[say.by, BRANDS[gateway] ?? gateway] satisfies [string, string]]),
    ...(gatewayReference ? [[say.gatewayReference, gatewayReference] satisfies [string, string]] : []),
  ];
  let y = top;
  rule(document, y);
  for (const [label, value] of rows) {
    write(document, label, LEFT, y + 8, { color: GREY });
    y = write(document, value, VALUE, y + 8, { width: RIGHT - VALUE }) + 6;
    rule(document, y);
  }
  return y;
}

/** `Virtual account BCA`, `GoPay`, `QRIS`. */
function methodOf({ method, bank, wallet }: ReceiptView, locale: Locale): string {
  if (wallet) return BRANDS[wallet] ?? wallet;
  const name = receiptWords[locale].methods[method];
  return bank ? `${name} ${BRANDS[bank] ?? bank.toUpperCase()}` : name;
}

function since(document: Document, receipt: ReceiptView, locale: Locale, top: number): number {
  const say = receiptWords[locale];
  let y = write(document, say.since, LEFT, top, { size: 12, bold: true, width: WIDTH }) + 8;
  const row = (label: string, amount: number, bold = false) => {
    if (y > BOTTOM) {
      document.addPage();
      y = 56;
    }
    write(document, label, LEFT, y, { bold });
    write(document, formatRupiah(amount), MIDDLE, y, { bold, width: RIGHT - MIDDLE, align: 'right' });
    y += 18;
  };
  row(say.amount, receipt.amount);
  for (const { kind, amount, at, isUnderway } of receipt.reversals)
    row(`${isUnderway ? say.underway : say.reversals[kind]}, ${formatDate(at, locale)}`, -amount);
  rule(document, y);
  y += 8;
  row(say.left, receipt.left, true);
  return y;
}
