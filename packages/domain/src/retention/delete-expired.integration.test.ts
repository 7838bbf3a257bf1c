import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../id.js';
import { deleteExpired } from './delete-expired.js';

const now = new Date('2026-06-01T00:00:00Z');
const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

async function aTokenThatExpired(days: number, userId: string): Promise<void> {
  await db.dataSource.query(
    `INSERT INTO refresh_tokens (id, user_id, family_id, token_hash, expires_at, created_at) VALUES ($1, $2, $1, $3, $4, $4)`,
    [newId(), userId, `made up ${days}`, before(days)],
  );
}

test('sign-ins that ended long ago go, in real time; open ones and recent ones stay', async () => {
  const userId = await aCustomer(db.dataSource);
  for (const days of [-7, 1, 29, 31, 400]) await aTokenThatExpired(days, userId);
  const yearsAhead = new Date('2036-06-01T00:00:00Z');
  expect(await deleteExpired(db.dataSource, yearsAhead, now)).toMatchObject({ tokens: 2 });
  const left = await db.dataSource.query<{ hash: string }[]>('SELECT token_hash AS hash FROM refresh_tokens');
  expect(left.map(({ hash }) => hash).sort()).toEqual(['made up -7', 'made up 1', 'made up 29']);
  expect(await deleteExpired(db.dataSource, yearsAhead, now)).toMatchObject({ tokens: 0 });
});
