import { expect, test } from 'vitest';
import { type DueService, daysUntil, runway } from './runway.js';

const now = new Date('2026-03-01T00:00:00Z');
const service = (name: string, price: number, anchor: string, next: string): DueService => ({
  subscriptionId: name,
  serviceName: name,
  price,
  billingCycle: 'MONTHLY',
  anchor: new Date(anchor),
  nextBilling: new Date(next),
});

test('names what stops first, when, and by how much', () => {
  const { end } = runway(
    120_000,
    [
      service('n8n', 50_000, '2026-02-10T00:00:00Z', '2026-03-10T00:00:00Z'),
      service('Ghost', 45_000, '2026-02-20T00:00:00Z', '2026-03-20T00:00:00Z'),
    ],
    now,
  );
  // 10 March 50.000, 20 March 45.000, 10 April 50.000: 25.000 short.
  expect(end).toEqual({ at: new Date('2026-04-10T00:00:00Z'), serviceName: 'n8n', shortfall: 25_000 });
});

test('a balance that covers a year, or nothing due, has no end', () => {
  expect(
    runway(1_000_000, [service('n8n', 50_000, '2026-02-10T00:00:00Z', '2026-03-10T00:00:00Z')], now).end,
  ).toBeNull();
  expect(runway(0, [], now).end).toBeNull();
  expect(runway(0, [service('free', 0, '2026-02-10T00:00:00Z', '2026-03-10T00:00:00Z')], now).end).toBeNull();
});

test('days are counted down, never up', () => {
  expect(daysUntil(now, new Date('2026-03-02T23:59:59Z'))).toBe(1);
  expect(daysUntil(now, new Date('2026-02-01T00:00:00Z'))).toBe(0);
});
