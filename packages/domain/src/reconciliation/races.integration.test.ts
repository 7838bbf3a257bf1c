import { brokenRules } from '@minispod/testing/books';
import { readBalance } from '@minispod/testing/subscribers';
import { sabotage } from '@minispod/testing/without-lock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { day, line, office } from './office.test-fixture.js';

let desk: Awaited<ReturnType<typeof office>>;
let twice: string;
beforeEach(async () => {
  desk = await office();
  const payment = await desk.paid(50_000, day(2));
  await desk.take([line(payment, 50_000, day(2)), line(payment, 50_000, day(2))], day(3));
  twice = (await desk.differences())[0]?.id ?? '';
});
afterEach(() => desk.db.drop());

const atOnce = () =>
  Promise.allSettled([
    ...Array.from({ length: 3 }, () => desk.resolve(twice, 'CREDIT', day(4), 0)),
    ...Array.from({ length: 3 }, () => desk.resolve(twice, 'WRITE_OFF', day(4), 1)),
  ]);
const done = (results: PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === 'fulfilled');

test('two administrators who resolve one difference at once, differently: one of them does', async () => {
  const results = await atOnce();
  expect(done(results)).toHaveLength(1);
  for (const result of results)
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'CONFLICT' });
  const [resolved] = await desk.differences();
  const credited = resolved?.resolution === 'CREDIT' ? 50_000 : 0;
  expect(await readBalance(desk.db.dataSource, desk.customer)).toBe(50_000 + credited);
  expect(await brokenRules(desk.db.dataSource)).toEqual([]);
});

test('without the lock of the gateway only the ledger stands between them', async () => {
  const { dataSource } = desk.db;
  const gone = sabotage(dataSource, / FOR NO KEY UPDATE/);
  // All have read the difference before the first of them writes.
  const slow = sabotage(
    dataSource,
    /(?<=FROM "settlement_lines" .* WHERE )/,
    'pg_sleep(0.5) IS NOT NULL AND ',
  );
  const results = await atOnce();
  slow.restore();
  gone.restore();
  const refusals = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
  expect(refusals.join()).toMatch(/ledger_entries_idempotency_key_key/);
  expect(await brokenRules(desk.db.dataSource)).toEqual([]);
});
