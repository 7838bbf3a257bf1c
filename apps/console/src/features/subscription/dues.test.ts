import type { SubscriptionView } from '@minispod/contracts/subscription';
import { describe, expect, it } from 'vitest';
import { duesOf, moved } from './dues.js';
import { aSubscription } from './subscription.test-fixture.js';

const owes = (id: string, amountDue: number, priority: number): SubscriptionView =>
  aSubscription({ id, amountDue, priority, gracePeriodEnd: '2026-02-12T00:00:00.000Z' });
const missing = (subscriptions: SubscriptionView[], balance: number) =>
  duesOf(subscriptions, balance).map((due) => [due.subscription.id, due.missing]);

describe('what is missing', () => {
  it('is what the balance lacks', () => {
    expect(missing([owes('a', 75_000, 1)], 40_000)).toEqual([['a', 35_000]]);
  });

  it('is nothing when the balance covers it, and nothing is owed by those who paid', () => {
    expect(missing([owes('a', 75_000, 1), aSubscription({ id: 'b' })], 75_000)).toEqual([['a', 0]]);
  });

  it('counts what is paid before it, in the order of the owner', () => {
    expect(missing([owes('b', 120_000, 2), owes('a', 75_000, 1)], 40_000)).toEqual([
      ['a', 35_000],
      ['b', 155_000],
    ]);
  });

  it('includes a debt, which is paid before all of them', () => {
    const [due] = duesOf([owes('a', 75_000, 1)], 40_000, 20_000);
    expect(due?.missing).toBe(55_000);
    expect(duesOf([owes('a', 75_000, 1)], 75_000, 20_000)[0]?.missing).toBe(0);
  });

  it('passes over what cannot be paid to what can', () => {
    expect(missing([owes('a', 75_000, 1), owes('b', 30_000, 2)], 40_000)).toEqual([
      ['a', 35_000],
      ['b', 0],
    ]);
  });
});

describe('moving in the order of payment', () => {
  const three = ['a', 'b', 'c'].map((id) => aSubscription({ id, priority: 100 }));

  it('numbers all when they were equal', () => {
    expect(moved(three, 'c', -1)).toEqual([
      { id: 'a', priority: 1 },
      { id: 'c', priority: 2 },
      { id: 'b', priority: 3 },
    ]);
  });

  it('writes only what changes', () => {
    const numbered = three.map((subscription, index) => ({ ...subscription, priority: index + 1 }));
    expect(moved(numbered, 'a', 1)).toEqual([
      { id: 'b', priority: 1 },
      { id: 'a', priority: 2 },
    ]);
  });

  it('stops at both ends', () => {
    expect(moved(three, 'a', -1)).toEqual([]);
    expect(moved(three, 'c', 1)).toEqual([]);
  });
});
