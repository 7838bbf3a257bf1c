import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entities } from './entities/index.js';
import { violatedConstraint } from './transaction.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const held = '00000000-0000-7000-8000-000000000001';
const revenue = '00000000-0000-7000-8000-000000000002';

/** One entry with the given legs, in one statement as the ledger wants it. */
async function post(key: string, legs: [account: string, amount: number][]): Promise<unknown> {
  return db.dataSource.query(
    `WITH entry AS (INSERT INTO ledger_entries (id, idempotency_key, description, created_at)
       VALUES (gen_random_uuid(), $1, 'test', now()) RETURNING id)
     INSERT INTO ledger_postings (entry_id, account_id, amount)
     SELECT entry.id, account::uuid, amount FROM entry, unnest($2::text[], $3::bigint[]) AS leg(account, amount)`,
    [key, legs.map(([account]) => account), legs.map(([, amount]) => amount)],
  );
}

test('every entity can be read: its columns are those of its table', async () => {
  for (const entity of entities) await db.dataSource.manager.find(entity, { take: 1 });
});

test('a ledger entry must balance over at least two legs', async () => {
  await post('balanced', [
    [held, 100],
    [revenue, -100],
  ]);
  await expect(post('short', [[held, 100]])).rejects.toThrow(/does not balance/);
  await expect(
    post('off by one', [
      [held, 100],
      [revenue, -99],
    ]),
  ).rejects.toThrow(/does not balance: 1 over 2 legs/);
});

test('a leg cannot be added to a balanced entry later', async () => {
  await post('closed', [
    [held, 5],
    [revenue, -5],
  ]);
  const late = db.dataSource.query(
    `INSERT INTO ledger_postings (entry_id, account_id, amount)
     SELECT id, $1, 1 FROM ledger_entries WHERE idempotency_key = 'closed'`,
    [held],
  );
  await expect(late).rejects.toThrow(/does not balance/);
});

test('an idempotency key is used once', async () => {
  const legs: [string, number][] = [
    [held, 7],
    [revenue, -7],
  ];
  await post('once', legs);
  const again = await post('once', legs).catch((error: unknown) => error);
  expect(violatedConstraint(again)).toBe('ledger_entries_idempotency_key_key');
});

test.each(['ledger_entries', 'ledger_postings', 'status_history'])(
  '%s refuses to be rewritten',
  async (table) => {
    await expect(db.dataSource.query(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/);
    await expect(db.dataSource.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/append-only/);
    await expect(db.dataSource.query(`UPDATE ${table} SET id = id`)).rejects.toThrow();
  },
);
