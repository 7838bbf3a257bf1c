import { expect, test } from 'vitest';
import { channelsFor } from './channels.js';

test.each([
  ['BANK_TRANSFER', 'bca', undefined, 10_000, 20_000_000_000],
  ['BANK_TRANSFER', 'bri', undefined, 1, 20_000_000_000],
  ['BANK_TRANSFER', 'mandiri', undefined, 1, 50_000_000_000],
  ['BANK_TRANSFER', 'permata', undefined, 1, 9_999_999_999],
  ['E_WALLET', undefined, 'gopay', 1, 20_000_000],
  ['E_WALLET', undefined, 'ovo', 1, 99_999_999],
  ['E_WALLET', undefined, 'linkaja', 1, 10_000_000],
  ['CREDIT_CARD', undefined, undefined, 10_000, 999_999_999],
  ['QRIS', undefined, undefined, 1, 10_000_000],
] as const)('%s %s %s takes %i to %i', (method, bank, wallet, min, max) => {
  expect(channelsFor(method, bank, wallet)).toMatchObject([{ min, max }]);
});

test('names what Snap understands, LinkAja by QRIS', () => {
  const codes = (...asked: Parameters<typeof channelsFor>) => channelsFor(...asked).map(({ code }) => code);
  expect(codes('BANK_TRANSFER')).toEqual(['bca_va', 'bni_va', 'bri_va', 'echannel', 'permata_va']);
  expect(codes('BANK_TRANSFER', 'mandiri')).toEqual(['echannel']);
  expect(codes('E_WALLET')).toEqual(['gopay', 'ovo', 'dana', 'shopeepay', 'other_qris']);
  expect(codes('E_WALLET', undefined, 'linkaja')).toEqual(['other_qris']);
});

test.each(['none', 'constructor'])('an unknown bank (%s) is no channel', (bank) => {
  expect(channelsFor('BANK_TRANSFER', bank)).toEqual([]);
});
