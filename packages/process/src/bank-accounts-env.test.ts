import { expect, test } from 'vitest';
import { bankAccountsEnv } from './bank-accounts-env.js';
import { processEnv, readEnv } from './env.js';

const read = (BANK_ACCOUNTS?: string) =>
  readEnv({ ...processEnv, ...bankAccountsEnv }, undefined, { BANK_ACCOUNTS }).BANK_ACCOUNTS;

test('accounts are read in their order, the number as digits alone', () => {
  expect(
    read('BCA:123-456 7890:PT MinisPod: Indonesia; Bank Mandiri : 1230001234567 : PT MinisPod ;'),
  ).toEqual([
    { bank: 'BCA', number: '1234567890', holder: 'PT MinisPod: Indonesia' },
    { bank: 'Bank Mandiri', number: '1230001234567', holder: 'PT MinisPod' },
  ]);
});

test('none is no mistake: transfers by hand are not offered', () => {
  expect(read()).toEqual([]);
  expect(read('')).toEqual([]);
});

test.each(['BCA', 'BCA:1234567890', 'BCA:12:PT MinisPod', 'BCA::PT MinisPod', 'BCA:12345abc:PT MinisPod'])(
  'what is no account stops the start, named by its place: %s',
  (entry) => {
    expect(() => read(`BNI:9876543210:PT MinisPod;${entry}`)).toThrow('BANK_ACCOUNTS: account 2 is not');
  },
);
