import type { Locale } from '@minispod/contracts/shared';
import PDFDocument from 'pdfkit';
import { FEATURES, lengthOf, linesOf, useFont } from './lines.js';
import { words } from './words.js';

export interface Seller {
  name: string;
  /** Lines. */
  address: string[];
  taxId: string | null;
}

export type Document = InstanceType<typeof PDFDocument>;

// Points, on A4 (595 × 842).
export const LEFT = 56;
export const RIGHT = 539;
export const WIDTH = RIGHT - LEFT;
export const BOTTOM = 760;
/** Where the right half begins. */
export const MIDDLE = 320;

export const TEAL = '#0f7a70';
export const GREY = '#7a736b';
const INK = '#211e1b';
const RULE = '#ddd7cf';

/** Times the size of the letters: from line to line, and from the top of a line to what its letters stand on. */
const LINE_HEIGHT = 1.3;
const ASCENT = 0.98;

interface Sheet {
  title: string;
  /** Printed at the foot of each page. */
  reference: string;
  seller: Seller;
  /** ISO 8601. */
  at: string;
  locale: Locale;
}

/** What `draw` puts on A4 as a PDF, its pages numbered. The glyphs it needs are in it: it looks the same everywhere. */
export async function print(sheet: Sheet, draw: (document: Document) => void): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    info: { Title: sheet.title, Author: sheet.seller.name, CreationDate: new Date(sheet.at) },
    lang: sheet.locale,
  });
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', resolve);
    document.on('error', reject);
  });
  write(document, sheet.seller.name, LEFT, 56, { size: 12, bold: true, color: TEAL });
  draw(document);
  numberPages(document, sheet);
  document.end();
  await done;
  return Buffer.concat(chunks);
}

function numberPages(document: Document, { reference, locale }: Sheet): void {
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    document.switchToPage(page);
    const options = { color: GREY, size: 8 } as const;
    write(document, reference, LEFT, 800, options);
    const position = words[locale].page(page + 1, count);
    write(document, position, LEFT, 800, { ...options, width: WIDTH, align: 'right' });
  }
}

/** Who it is from and to, side by side. Returns where they end. */
export function parties(
  document: Document,
  seller: Seller,
  customer: { name: string; email: string },
  locale: Locale,
  { from, to }: { from: string; to: string } = words[locale],
): number {
  const sellerEnd = party(document, from, LEFT, [
    seller.name,
    ...seller.address,
    ...(seller.taxId ? [`${words[locale].taxId}: ${seller.taxId}`] : []),
  ]);
  return Math.max(sellerEnd, party(document, to, MIDDLE, [customer.name, customer.email]));
}

function party(document: Document, label: string, x: number, [name = '', ...rest]: string[]): number {
  const width = RIGHT - MIDDLE;
  write(document, label, x, 160, { color: GREY });
  let y = write(document, name, x, 176, { bold: true, width });
  for (const line of rest) y = write(document, line, x, y + 2, { width });
  return y;
}

interface Style {
  size?: number;
  bold?: boolean;
  color?: string;
  width?: number;
  /** To the right stand amounts, numbers and dates, which are never broken. */
  align?: 'left' | 'right';
}

/** Returns where the text ends. */
export function write(document: Document, text: string, x: number, y: number, style: Style = {}): number {
  const { size = 10, bold = false, color = INK, width, align = 'left' } = style;
  const lines = linesOf(document, text, {
    size,
    weight: bold ? 'bold' : 'regular',
    ...(width && align === 'left' && { width }),
  });
  for (const [index, pieces] of lines.entries()) {
    // One baseline for all of a line: fonts differ in how high they are.
    const baseline = y + (index * LINE_HEIGHT + ASCENT) * size;
    let left = align === 'right' && width ? x + width - lengthOf(pieces) : x;
    for (const piece of pieces) {
      useFont(document, piece.file, size);
      document
        .fillColor(color)
        .text(piece.text, left, baseline, { lineBreak: false, baseline: 'alphabetic', features: FEATURES });
      left += piece.width;
    }
  }
  return y + lines.length * LINE_HEIGHT * size;
}

export function measure(document: Document, text: string, width: number): number {
  return linesOf(document, text, { size: 10, weight: 'regular', width }).length * LINE_HEIGHT * 10;
}

export function rule(document: Document, y: number): void {
  document.moveTo(LEFT, y).lineTo(RIGHT, y).lineWidth(0.5).strokeColor(RULE).stroke();
}
