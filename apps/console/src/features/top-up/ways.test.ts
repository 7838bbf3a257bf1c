import { describe, expect, it } from 'vitest';
import { byMethod, chosen, usualWay, viaOf, type Way } from './ways.js';

const way = (more: Partial<Way>): Way => ({
  method: 'BANK_TRANSFER',
  bank: null,
  wallet: null,
  name: '',
  min: 10_000,
  max: 10_000_000,
  shows: 'VA',
  isAvailable: true,
  reason: null,
  ...more,
});
const bca = way({ bank: 'bca' });
const bri = way({ bank: 'bri' });
const gopay = way({ method: 'E_WALLET', wallet: 'gopay' });
const qris = way({ method: 'QRIS' });
const down = { isAvailable: false, reason: 'DOWN' } as const;

describe('the way to begin with', () => {
  it('is the one that was paid by last', () => {
    const last = { method: 'BANK_TRANSFER', bank: 'bri', wallet: null } as const;
    expect(usualWay({ items: [bca, bri, qris], last })).toBe(bri);
  });

  it('is the first that goes, while that one is down', () => {
    const last = { method: 'BANK_TRANSFER', bank: 'bri', wallet: null } as const;
    expect(usualWay({ items: [bca, { ...bri, ...down }, { ...qris, ...down }], last })).toBe(bca);
  });

  it('is QRIS the first time', () => {
    expect(usualWay({ items: [bca, gopay, qris], last: null })).toBe(qris);
  });

  it('is none while nothing goes', () => {
    expect(usualWay({ items: [{ ...bca, ...down }], last: null })).toBeUndefined();
  });
});

it('methods come in the order of use, with the banks as the operator put them', () => {
  expect(byMethod([bri, bca, gopay, qris])).toEqual([
    { method: 'QRIS', ways: [qris] },
    { method: 'BANK_TRANSFER', ways: [bri, bca] },
    { method: 'E_WALLET', ways: [gopay] },
  ]);
});

it('an order names the bank or the wallet, and nothing where there is none', () => {
  expect(chosen(bri)).toEqual({ paymentMethod: 'BANK_TRANSFER', bank: 'bri' });
  expect(chosen(gopay)).toEqual({ paymentMethod: 'E_WALLET', wallet: 'gopay' });
  expect(chosen(qris)).toEqual({ paymentMethod: 'QRIS' });
});

it('a bank of a newer server goes by its code', () => {
  expect([viaOf(bri), viaOf(way({ bank: 'seabank' })), viaOf(qris)]).toEqual(['BRI', 'seabank', null]);
});
