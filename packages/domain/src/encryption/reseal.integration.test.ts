import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, ENCRYPTION_KEY, readInstance } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reseal } from './reseal.js';
import { isSealedNow, open } from './seal.js';

const next = 'the key that takes over and is visibly made up';
const keys = `${next},${ENCRYPTION_KEY}`;
const now = new Date('2026-03-01T03:00:00Z');
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

test('everything is sealed with the new key, opens with it alone, and a second run finds nothing to do', async () => {
  const { dataSource } = db;
  const { planIds } = await aService(dataSource, [{ price: 50_000 }]);
  const { instanceId } = await aSubscriber(dataSource, planIds[0] ?? '', now, { balance: 100_000 });
  const before = await readInstance(dataSource, instanceId);
  expect(isSealedNow(keys, before.secrets)).toBe(false);

  expect(await reseal(dataSource, keys)).toBe(2);
  const after = await readInstance(dataSource, instanceId);
  for (const [column, was, is] of [
    ['secrets', before.secrets, after.secrets],
    ['variables', before.envVars, after.envVars],
  ] as const) {
    const place = { column, id: instanceId };
    expect(open(next, place, is)).toBe(open(ENCRYPTION_KEY, place, was));
  }
  expect(await reseal(dataSource, keys)).toBe(0);
});
