import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violatedConstraint } from '../transaction.js';
import { rewriteNames, rewritePhones } from './0012-security.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const runner = () => db.dataSource.createQueryRunner();
const of = async (column: 'name' | 'phone', ids: string[]) => {
  const rows = await db.dataSource.query(
    `SELECT ${column} AS value FROM users WHERE id = ANY($1) ORDER BY array_position($1, id)`,
    [ids],
  );
  return rows.map(({ value }: { value: string | null }) => value);
};

/** Customers as they were before, the oldest first. */
async function older(column: 'name' | 'phone', values: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, value] of values.entries()) {
    const id = await aCustomer(db.dataSource);
    const created = new Date(Date.UTC(2025, 0, 1 + index));
    await db.dataSource.query(`UPDATE users SET ${column} = $2, created_at = $3 WHERE id = $1`, [
      id,
      value,
      created,
    ]);
    ids.push(id);
  }
  return ids;
}

test.each([
  ...['e\u0301', 'esc\u001b[31m', 'two\nlines', 'bidi \u202e', 'zero\u200bwidth', 'line\u2028'].map(
    (name) => ['name', name, 'users_name_seen'] as const,
  ),
  ['phone', '0812', 'users_phone_e164'],
  ['phone', '+620 812', 'users_phone_e164'],
] as const)('the database refuses a %s like %j', async (column, value, constraint) => {
  const id = await aCustomer(db.dataSource);
  const change = db.dataSource.query(`UPDATE users SET ${column} = $2 WHERE id = $1`, [id, value]);
  const error: unknown = await change.catch((refusal: unknown) => refusal);
  expect(violatedConstraint(error)).toBe(constraint);
});

test('numbers that were kept in another form get the one form, and the older account keeps its number', async () => {
  const ids = await older('phone', [
    '+62081234567890',
    '+6281234567890',
    '+620813111122',
    '+12025550123',
    '+999999999',
  ]);
  await rewritePhones(runner());
  expect(await of('phone', ids)).toEqual([
    '+6281234567890',
    null,
    '+62813111122',
    '+12025550123',
    '+999999999',
  ]);
  await rewritePhones(runner());
  expect((await of('phone', ids))[0]).toBe('+6281234567890');
});

test('names that were kept before are rewritten as they are seen', async () => {
  await db.dataSource.query('ALTER TABLE users DROP CONSTRAINT users_name_seen');
  const ids = await older('name', ['Andre\u0301', 'two\nlines', 'bidi \u202egpj', '\u200b', 'Sri']);
  await rewriteNames(runner(), 'users');
  expect(await of('name', ids)).toEqual(['Andr\u00e9', 'two lines', 'bidi gpj', 'Unnamed', 'Sri']);
});
