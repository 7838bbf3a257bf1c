import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditBooks, RULES } from './audit-books.js';
import { type LivedIn, livedIn, NOW } from './lived-in.test-fixture.js';
import { moneyCorruptions } from './money-corruptions.test-fixture.js';
import { operationCorruptions } from './operation-corruptions.test-fixture.js';
import { reversalCorruptions } from './reversal-corruptions.test-fixture.js';
import { settlementCorruptions } from './settlement-corruptions.test-fixture.js';
import { subscriptionCorruptions } from './subscription-corruptions.test-fixture.js';

let db: TestDatabase;
let world: LivedIn;
beforeAll(async () => {
  db = await testDatabase();
  world = await livedIn(db.dataSource);
});
afterAll(() => db.drop());

test('finds nothing where everything was done by the product itself', async () => {
  expect(await auditBooks(db.dataSource, NOW)).toEqual([]);
  const [{ statuses }] = await db.dataSource.query(
    'SELECT array_agg(DISTINCT status ORDER BY status) AS statuses FROM subscriptions',
  );
  expect(statuses).toEqual(['ACTIVE', 'CANCELLED', 'EXPIRED']);
});

test('finds every corruption by its rule, and every rule is broken by one', async () => {
  const all = [
    ...moneyCorruptions(world),
    ...reversalCorruptions(world),
    ...settlementCorruptions,
    ...subscriptionCorruptions(world),
    ...operationCorruptions(world),
  ];
  const missed: string[] = [];
  for (const [what, statements, rule] of all) {
    if (!(await corrupted(statements)).includes(rule)) missed.push(`${what}: ${rule}`);
  }
  expect(missed).toEqual([]);
  expect(new Set(all.map(([, , rule]) => rule))).toEqual(new Set(RULES.map(({ name }) => name)));
  expect(await auditBooks(db.dataSource, NOW)).toEqual([]);
});

test('tells which rows, how many, and what to do', async () => {
  await db.dataSource.query('UPDATE wallets SET total_spent = total_spent + 1');
  const [broken] = await auditBooks(db.dataSource, NOW);
  expect(broken).toMatchObject({ id: 2, name: 'totals differ from the transactions', count: 9 });
  expect(broken?.findings).toHaveLength(9);
  expect(broken?.findings[0]).toMatch(/^wallet .* shows .* spent/);
  expect(broken?.whatToDo).toMatch(/^Set the two totals/);
  await db.dataSource.query('UPDATE wallets SET total_spent = total_spent - 1');
});

test('changes nothing, by the word of the database', async () => {
  const rule = {
    id: 0,
    name: 'a writer',
    sql: `SELECT nextval('outbox_id_seq')::text AS subject`,
    explain: String,
    whatToDo: '',
  };
  // A rule that cannot be judged is a finding itself, and keeps no other from being judged.
  const [broken] = await auditBooks(db.dataSource, NOW, [rule]);
  expect(broken?.findings).toEqual([expect.stringMatching(/read-only transaction/)]);
});

/** The rules that find this, before it is rolled back. No trigger, foreign key or check stops it. */
async function corrupted(statements: string[]): Promise<string[]> {
  const rollback = new Error('as it was');
  let names: string[] = [];
  const runner = db.dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query(`SET LOCAL session_replication_role = replica`);
    const checks: { t: string; c: string }[] = await runner.query(
      `SELECT conrelid::regclass::text AS t, conname AS c FROM pg_constraint
        WHERE contype IN ('c', 'x') AND connamespace = 'public'::regnamespace AND conrelid <> 0`,
    );
    for (const { t, c } of checks) await runner.query(`ALTER TABLE ${t} DROP CONSTRAINT "${c}"`);
    for (const statement of statements) await runner.query(statement);
    // The audit asks for a transaction of its own; here it has to see what is not committed.
    const inside = { transaction: (_: string, work: (tx: unknown) => unknown) => work(uncommitted) };
    const uncommitted = {
      query: (sql: string, parameters?: unknown[]) =>
        sql.startsWith('SET ') ? Promise.resolve([]) : runner.query(sql, parameters),
    };
    names = (await auditBooks(inside as never, NOW)).map(({ name }) => name);
    throw rollback;
  } catch (error) {
    if (error !== rollback) throw error;
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
  return names;
}
