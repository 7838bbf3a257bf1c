import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { ENCRYPTION_KEY } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkSubdomain } from '../subscription/check-subdomain.js';
import { subscribe } from '../subscription/subscribe.js';

const START = new Date('2026-03-01T03:00:00Z');
const days = (n: number) => new Date(START.getTime() + n * 86_400_000);
let db: TestDatabase;
let planIds: string[];
beforeAll(async () => {
  db = await testDatabase();
  ({ planIds } = await aService(db.dataSource, [{ price: 0, quota: 100 }]));
});
afterAll(() => db.drop());

async function take(userId: string, subdomain: string, now: Date): Promise<void> {
  const deps = { dataSource: db.dataSource, encryptionKey: ENCRYPTION_KEY };
  await subscribe(deps, userId, { planId: planIds[0] ?? '', billingCycle: 'MONTHLY', subdomain }, now);
}

/** What stays of it when it is all over. */
async function release(subdomain: string, now: Date): Promise<void> {
  await db.dataSource.query(
    `WITH ended AS (UPDATE service_instances SET released_at = $2, last_started = $2, status = 'TERMINATED' WHERE subdomain = $1 RETURNING subscription_id)
     UPDATE subscriptions SET status = 'CANCELLED', next_action_at = NULL WHERE id IN (SELECT subscription_id FROM ended)`,
    [subdomain, now],
  );
}

test('an address is kept for its last owner for 90 days after it was released, then it is anybody’s', async () => {
  const [owner, other] = [await aCustomer(db.dataSource), await aCustomer(db.dataSource)];
  const isFree = async (userId: string, now: Date) =>
    (await checkSubdomain(db.dataSource.manager, userId, 'toko-budi', 'apps.test', now)).available;
  await take(owner, 'toko-budi', START);
  await release('toko-budi', days(1));

  expect([await isFree(other, days(90)), await isFree(owner, days(90))]).toEqual([false, true]);
  await expect(take(other, 'toko-budi', days(90))).rejects.toMatchObject({
    code: 'CONFLICT',
    details: { subdomain: expect.stringContaining('90 days') },
  });
  await take(owner, 'toko-budi', days(2));
  await release('toko-budi', days(3));
  await take(other, 'toko-budi', days(94));
  await release('toko-budi', days(95));
  // From now on it is the second owner's.
  expect([await isFree(other, days(96)), await isFree(owner, days(96))]).toEqual([true, false]);
});
