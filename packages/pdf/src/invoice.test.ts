import type { InvoiceView } from '@minispod/contracts/invoice';
import { describe, expect, it } from 'vitest';
import { renderInvoice } from './invoice.js';
import { textOf } from './text-of.test-fixture.js';

const seller = {
  name: 'MinisPod',
  address: ['Jalan Contoh 1', 'Jakarta 10220'],
  taxId: '00.000.000.0-000.000',
};
const invoice: InvoiceView = {
  id: '019a0000-0000-7000-8000-000000000001',
  number: 'INV/2026/000042',
  kind: 'INVOICE',
  orderId: '019a0000-0000-7000-8000-000000000002',
  correctsNumber: null,
  lines: [
    { description: 'n8n Basic, 1 month', quantity: 1, unitPrice: 75_000, amount: 75_000 },
    { description: 'Setup fee', quantity: 1, unitPrice: 25_000, amount: 25_000 },
  ],
  subtotal: 100_000,
  discount: 10_000,
  taxRate: 11,
  tax: 8_918,
  taxBase: 81_082,
  total: 90_000,
  period: { startsAt: '2026-02-11T17:30:00.000Z', endsAt: '2026-03-11T17:30:00.000Z' },
  buyer: { name: 'Budi Santoso', email: 'budi@example.test' },
  issuedAt: '2026-02-11T17:30:00.000Z',
};

describe('an invoice on paper', () => {
  it('says number, day, parties, lines and every amount as they are stored', async () => {
    const pdf = await renderInvoice(invoice, seller, 'en');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const text = textOf(pdf);
    for (const words of [
      'Invoice',
      'INV/2026/000042',
      '12 Feb 2026, 00:30 WIB',
      '12 Feb 2026 – 12 Mar 2026',
      'Jalan Contoh 1',
      'Tax ID (NPWP): 00.000.000.0-000.000',
      'Budi Santoso',
      'budi@example.test',
      'n8n Basic, 1 month',
      'Rp75.000',
      'Rp100.000',
      'Rp10.000',
      'Rp90.000',
      'includes PPN 11%: Rp81.082 + Rp8.918',
      'Page 1 of 1',
    ])
      expect(text).toContain(words);
  });

  it('is a credit note in Indonesian that names what it corrects', async () => {
    const note = {
      ...invoice,
      kind: 'CREDIT_NOTE',
      number: 'CN/2026/000001',
      correctsNumber: invoice.number,
    };
    const text = textOf(await renderInvoice(note as InvoiceView, seller, 'id'));
    for (const words of [
      'Nota kredit',
      'CN/2026/000001',
      'Koreksi atas faktur',
      'INV/2026/000042',
      'termasuk PPN 11%',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('Lunas');
  });

  it('speaks of no tax where none is collected, and of no discount where none was given', async () => {
    const plain = { ...invoice, discount: 0, subtotal: 90_000, taxRate: 0, tax: 0, taxBase: 90_000 };
    const text = textOf(await renderInvoice(plain, { ...seller, taxId: null }, 'en'));
    expect(text).not.toMatch(/PPN|Discount|Tax ID/);
  });

  it('goes on on another page when there are many lines', async () => {
    const line = { quantity: 1, unitPrice: 1_000, amount: 1_000 };
    const lines = Array.from({ length: 30 }, (_, index) => ({ ...line, description: `Line ${index + 1}.` }));
    const text = textOf(await renderInvoice({ ...invoice, lines }, seller, 'en'));
    expect(lines.every(({ description }) => text.includes(description))).toBe(true);
    expect(text).toContain('Page 2 of 2');
  });

  it.each([
    'Siti 陈美丽 Ñurhaliza ☕ Łódź',
    'Жанна Ωμέγα',
    '한국 かな สมชาย हिन्दी',
    '👩‍💻 Dewi 😀',
    'ﷺ ₫ Nguyễn Thị Hương',
  ])('prints %s with letters of its own', async (name) => {
    const text = textOf(await renderInvoice({ ...invoice, buyer: { ...invoice.buyer, name } }, seller, 'en'));
    // Joiners are not printed.
    expect(text).toContain(name.normalize('NFC').replaceAll('\u200d', ''));
  });

  it('prints words that read from the right from there, and nothing that turns a text around', async () => {
    const names = async (name: string) =>
      textOf(await renderInvoice({ ...invoice, buyer: { ...invoice.buyer, name } }, seller, 'en'));
    const [first = '', second = ''] = ['דוד', 'לוי'].map((word) => [...word].reverse().join(''));
    expect(await names('דוד לוי')).toContain(`${second} ${first}`);
    expect(await names('Budi\u202egpj.exe\u0000')).toContain('Budigpj.exe');
    expect(await names('X\u{10fffd}Y')).toContain('X?Y');
  });

  it('breaks a name without spaces where the column ends', async () => {
    const name = 'W'.repeat(100);
    const text = textOf(await renderInvoice({ ...invoice, buyer: { ...invoice.buyer, name } }, seller, 'en'));
    expect(text.replaceAll('\n', '')).toContain(name);
    expect(text).not.toContain('W'.repeat(40));
  });
});
