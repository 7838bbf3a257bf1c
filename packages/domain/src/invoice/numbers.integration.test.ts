import { withTransaction } from '@minispod/database/transaction';
import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { BILLING, manyDue } from '@minispod/testing/subscribers';
import { sabotage } from '@minispod/testing/without-lock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { billAccounts } from '../billing/bill-accounts.js';
import { loadAccounts } from '../billing/due.js';
import { lockWallet } from '../wallet/lock-wallet.js';

const DUE = new Date('2026-12-31T17:30:00Z');
const PARALLEL = 100;

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ poolSize: 40 });
});
afterAll(() => db.drop());

/** A hundred renewals at once, each in a transaction of its own, of which about a third come to nothing after all. */
async function issueAtOnce(): Promise<number> {
  const { planIds } = await aService(db.dataSource, [{ price: 10_000 }]);
  await manyDue(db.dataSource, { planId: planIds[0]!, count: PARALLEL, price: 10_000, dueAt: DUE });
  const users: { user_id: string }[] = await db.dataSource.query(
    'SELECT user_id FROM subscriptions WHERE plan_id = $1',
    [planIds[0]],
  );
  const results = await Promise.allSettled(
    users.map(({ user_id: userId }, index) =>
      withTransaction(db.dataSource, async (tx) => {
        const accounts = await loadAccounts(tx, [await lockWallet(tx, userId)], DUE, false);
        await billAccounts(tx, accounts, BILLING, DUE);
        if (index % 3 === 0) throw new Error('after all not');
      }),
    ),
  );
  return results.filter(({ status }) => status === 'fulfilled').length;
}

const numbers = async (): Promise<number[]> =>
  (
    await db.dataSource.query('SELECT number FROM invoices WHERE series = $1 ORDER BY number', ['INV/2027'])
  ).map((row: { number: number }) => row.number);

test('a hundred at once with rollbacks among them: 1..n without a gap, in the series of the Jakarta year', async () => {
  const issued = await issueAtOnce();
  expect(issued).toBe(66);
  expect(await numbers()).toEqual(Array.from({ length: issued }, (_, index) => index + 1));
  expect(await brokenRules(db.dataSource)).toEqual([]);
});

test('… which the counter in the same transaction is needed for', async () => {
  await db.dataSource.query('CREATE SEQUENCE numbers START 1000');
  const taken = sabotage(
    db.dataSource,
    /INSERT INTO invoice_counters[\s\S]*? AS before/,
    `SELECT nextval('numbers') + 0 * length($1) * $2 AS before`,
  );
  await issueAtOnce();
  taken.restore();
  const after = (await numbers()).filter((number) => number >= 1_000);
  expect(after.at(-1)! - after[0]! + 1).toBeGreaterThan(after.length);
});
