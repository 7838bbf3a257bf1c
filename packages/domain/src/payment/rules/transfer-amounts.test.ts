import { expect, test } from 'vitest';
import { transferAmounts } from './transfer-amounts.js';

const lately = (isOpen: (amount: number) => boolean, amounts: number[]) =>
  new Map(amounts.map((amount) => [amount, { isOpen: isOpen(amount) }]));
const ALL = Array.from({ length: 999 }, (_, index) => 50_001 + index);

test('what was asked for and one to 999 rupiah', () => {
  expect(transferAmounts(50_000, new Map())).toEqual(ALL);
});

test('first those that nobody was given lately, then those that ended, never an open one', () => {
  expect(
    transferAmounts(
      50_000,
      lately((amount) => amount % 2 === 0, ALL.slice(0, 997)),
    ),
  ).toEqual([50_998, 50_999]);
  expect(
    transferAmounts(
      50_000,
      lately((amount) => amount !== 50_123, ALL),
    ),
  ).toEqual([50_123]);
  expect(
    transferAmounts(
      50_000,
      lately(() => true, ALL),
    ),
  ).toEqual([]);
});

test('transfers of another amount may have taken some of them', () => {
  expect(
    transferAmounts(
      50_500,
      lately(() => true, [50_600, 51_499, 51_500]),
    ),
  ).toHaveLength(997);
});
