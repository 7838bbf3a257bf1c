import type { ReceiptView } from '@minispod/contracts/receipt';
import { expect, test } from 'vitest';
import { renderReceipt } from './receipt.js';
import { textOf } from './text-of.test-fixture.js';

const seller = { name: 'MinisPod', address: ['Jalan Contoh 1', 'Jakarta 10220'], taxId: null };
const receipt: ReceiptView = {
  transactionId: '019a0000-0000-7000-8000-000000000001',
  payer: { name: 'Budi Santoso', email: 'budi@example.test' },
  amount: 1_250_000,
  method: 'BANK_TRANSFER',
  bank: 'bca',
  wallet: null,
  gateway: 'midtrans',
  gatewayReference: 'a1b2c3d4',
  paidAt: '2026-02-11T17:30:00.000Z',
  reversals: [],
  left: 1_250_000,
};
const read = async (more: Partial<ReceiptView> = {}, locale: 'en' | 'id' = 'en') =>
  textOf(await renderReceipt({ ...receipt, ...more }, seller, locale));

test('says who paid whom, what, how, when and how much, and that it is no invoice', async () => {
  const text = await read();
  for (const words of [
    'Payment receipt',
    'Rp1.250.000',
    'received on 12 Feb 2026, 00:30 WIB',
    'Jalan Contoh 1',
    'Budi Santoso',
    'budi@example.test',
    'Top-up of the wallet',
    'Virtual account BCA',
    receipt.transactionId,
    'Midtrans',
    'a1b2c3d4',
    'It is not an invoice',
    'Page 1 of 1',
  ])
    expect(text).toContain(words);
  expect(text).not.toMatch(/Since then|PPN|NPWP/);
});

test('a transfer by hand in Indonesian names no provider', async () => {
  const text = await read(
    { method: 'MANUAL_TRANSFER', bank: null, gateway: 'manual', gatewayReference: null },
    'id',
  );
  for (const words of ['Bukti pembayaran', '12 Feb 2026, 00.30 WIB', 'Transfer bank', 'bukan faktur'])
    expect(text).toContain(words);
  expect(text).not.toContain('Penyedia');
});

test('shows what went back since, each with its day, and what remains', async () => {
  const text = await read({
    method: 'E_WALLET',
    bank: null,
    wallet: 'gopay',
    reversals: [
      { kind: 'REFUND', amount: 250_000, at: '2026-02-14T03:00:00Z', isUnderway: false },
      { kind: 'CHARGEBACK', amount: 300_000, at: '2026-03-01T03:00:00Z', isUnderway: false },
      { kind: 'REFUND', amount: 100_000, at: '2026-03-02T03:00:00Z', isUnderway: true },
    ],
    left: 600_000,
  });
  for (const words of [
    'GoPay',
    'Refunded, 14 Feb 2026',
    '−Rp250.000',
    'Taken back by the bank, 1 Mar 2026',
    'Refund on its way, 2 Mar 2026',
    'Remaining',
    'Rp600.000',
  ])
    expect(text).toContain(words);
});

test('goes on on another page when it went back in many parts', async () => {
  const part = { kind: 'REFUND' as const, amount: 1_000, at: '2026-02-14T03:00:00Z', isUnderway: false };
  const text = await read({ reversals: Array.from({ length: 40 }, () => part), left: 1_210_000 });
  expect(text).toContain('Page 2 of 2');
  expect(text.match(/Refunded/g)).toHaveLength(40);
});
