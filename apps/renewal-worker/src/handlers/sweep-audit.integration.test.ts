import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepAudit } from './sweep-audit.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

test('raises one alert at night, keeps it while it is so, and closes it when the books are right again', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => lines.push(line) });
  const audit = (time: string) =>
    sweepAudit({ dataSource: db.dataSource, clock: { now: () => new Date(time) } })({}, { logger });
  const alerts = () =>
    db.dataSource.query('SELECT subject, message, raised_at, last_seen_at, closed_at FROM alerts');
  const user = await aCustomer(db.dataSource, { balance: 50_000 });
  await db.dataSource.query('UPDATE wallets SET balance = 49999 WHERE user_id = $1', [user]);

  await audit('2026-03-01T12:00:00Z');
  expect(await alerts()).toEqual([]);
  await audit('2026-03-01T19:05:00Z');
  await audit('2026-03-02T19:05:00Z');
  expect(await alerts()).toMatchObject([
    {
      subject: 'a wallet differs from its postings',
      message: expect.stringContaining('(1×). Suspend the account'),
      raised_at: new Date('2026-03-01T19:05:00Z'),
      last_seen_at: new Date('2026-03-02T19:05:00Z'),
      closed_at: null,
    },
  ]);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain(`wallet ${user} holds 49999, its postings sum to 50000`);

  await db.dataSource.query('UPDATE wallets SET balance = 50000 WHERE user_id = $1', [user]);
  await audit('2026-03-03T19:05:00Z');
  expect(await alerts()).toMatchObject([{ closed_at: new Date('2026-03-03T19:05:00Z') }]);
});
