import { rupiah } from '@minispod/contracts/rupiah';
import { brokenRules } from '@minispod/testing/books';
import { readBalance } from '@minispod/testing/subscribers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '../id.js';
import { listImports } from './list-imports.js';
import { DAY_MS, day, line, office } from './office.test-fixture.js';

let desk: Awaited<ReturnType<typeof office>>;
beforeEach(async () => {
  desk = await office();
});
afterEach(async () => {
  expect(await brokenRules(desk.db.dataSource)).toEqual([]);
  await desk.db.drop();
});

/** A file of the second of March with each kind of difference and two lines that match, one of them a refund in part. */
async function everyKind() {
  const at = day(2);
  const fine = await desk.paid(50_000, at);
  await desk.told(
    fine,
    { state: 'PARTIALLY_REFUNDED', reversals: [{ kind: 'REFUND', key: 'r1', amount: rupiah(20_000) }] },
    at,
  );
  const payments = {
    fine,
    missingThere: await desk.paid(60_000, at),
    differs: await desk.paid(70_000, at),
    twice: await desk.paid(80_000, at),
    notCredited: await desk.opened(90_000, at),
    // Neither on that day: settled the day after, and not credited at all.
    card: await desk.paid(30_000, at, 'CREDIT_CARD'),
    open: await desk.opened(40_000, at),
    unknown: newId(),
  };
  const lines = [
    line(payments.fine, 50_000, at),
    line(payments.fine, -20_000, at, 'REFUND'),
    line(payments.differs, 75_000, at),
    line(payments.twice, 80_000, at),
    line(payments.twice, 80_000, at),
    line(payments.notCredited, 90_000, at),
    line(payments.unknown, 11_000, at),
    line('another-shop-17', 12_000, at),
    line(payments.fine, -5_000, at, 'CHARGEBACK'),
  ];
  return { ...payments, lines };
}

test('a file with each kind of difference: each found, none else', async () => {
  const { lines, ...ids } = await everyKind();
  const { importId, isNew } = await desk.take(lines, day(3));
  expect(isNew).toBe(true);
  const found = await desk.differences();
  expect(
    found.map(({ kind, line, about, orderId, ours, theirs, choices }) => [
      kind,
      line,
      about,
      orderId,
      ours,
      theirs,
      choices.join(' '),
    ]),
  ).toEqual([
    ['AMOUNT_DIFFERS', 3, 'PAYMENT', ids.differs, 70_000, 75_000, 'CREDIT WRITE_OFF EXPLAINED'],
    ['TWICE_THERE', 5, 'PAYMENT', ids.twice, null, 80_000, 'CREDIT WRITE_OFF EXPLAINED'],
    ['NOT_CREDITED', 6, 'PAYMENT', ids.notCredited, null, 90_000, 'CREDIT EXPLAINED'],
    ['MISSING_HERE', 7, 'PAYMENT', ids.unknown, null, 11_000, 'WRITE_OFF EXPLAINED'],
    ['MISSING_HERE', 8, 'PAYMENT', 'another-shop-17', null, 12_000, 'WRITE_OFF EXPLAINED'],
    ['MISSING_HERE', 9, 'CHARGEBACK', ids.fine, null, -5_000, 'WRITE_OFF EXPLAINED'],
    ['MISSING_THERE', null, 'PAYMENT', ids.missingThere, 60_000, null, 'LATER WRITE_OFF EXPLAINED'],
  ]);
  expect(found[2]).toMatchObject({
    transactionId: ids.notCredited,
    fee: 1_000,
    status: 'OPEN',
    resolvedBy: null,
  });
  // The gateway was asked about what the list has and we have not, and about nothing else.
  expect(new Set(desk.midtrans.asked)).toEqual(new Set([ids.notCredited, ids.fine]));

  const { items } = await listImports(desk.db.dataSource.manager, { page: 1, limit: 20 });
  const gross = lines.reduce((sum, one) => sum + one.gross, 0);
  expect(items).toMatchObject([
    {
      id: importId,
      firstDay: '2026-03-02',
      lastDay: '2026-03-02',
      lines: 9,
      known: 0,
      matched: 3,
      open: 7,
      differences: 7,
      gross,
      fees: 7_000,
      net: gross - 7_000,
    },
  ]);
});

test('resolving posts balanced entries, until clearing holds what is credited and not settled yet', async () => {
  const { lines, notCredited } = await everyKind();
  await desk.take(lines, day(3));
  const before = await readBalance(desk.db.dataSource, desk.customer);
  const found = await desk.differences();
  const how = ['CREDIT', 'CREDIT', 'CREDIT', 'WRITE_OFF', 'EXPLAINED', 'EXPLAINED', 'WRITE_OFF'] as const;
  for (const [index, { id }] of found.entries()) {
    const resolved = await desk.resolve(id, how[index] ?? 'LATER', day(4));
    expect(resolved).toMatchObject({ status: 'RESOLVED', resolution: how[index], choices: [] });
    expect(resolved.resolvedBy?.id).toBe(desk.administrators[0]);
    expect(await brokenRules(desk.db.dataSource)).toEqual([]);
  }
  expect(await desk.differences({ status: 'OPEN' })).toEqual([]);
  // What was paid too much, what was paid twice, and what had not been credited.
  expect(await readBalance(desk.db.dataSource, desk.customer)).toBe(before + 5_000 + 80_000 + 90_000);
  const [{ status }] = await desk.db.dataSource.query('SELECT status FROM payments WHERE id = $1', [
    notCredited,
  ]);
  expect(status).toBe('PAID');
  const banked = 50_000 - 20_000 + 75_000 + 160_000 + 90_000 + 11_000;
  expect(await desk.accounts()).toEqual({
    // The card, settled the day after.
    'gateway-clearing:midtrans': -30_000,
    bank: -(banked - 6_000),
    'gateway-fees': -6_000,
    // Lost 60,000, found 11,000.
    adjustments: 11_000 - 60_000,
  });
  const actions = await desk.db.dataSource.query(
    `SELECT action, count(*)::int AS n FROM audit_log WHERE subject = 'reconciliation' GROUP BY 1 ORDER BY 1`,
  );
  expect(actions).toEqual([
    { action: 'reconciliation.import', n: 1 },
    { action: 'reconciliation.resolve', n: 7 },
  ]);
});

test('what reached the bank another way, and lines that brought nothing, are taken out of the bank with their fees', async () => {
  const { lines } = await everyKind();
  await desk.take(lines, day(3));
  for (const { id } of await desk.differences()) await desk.resolve(id, 'EXPLAINED', day(4));
  expect(await desk.accounts()).toEqual({
    'gateway-clearing:midtrans': -30_000,
    'gateway-fees': -3_000,
    bank: -(50_000 - 20_000 + 70_000 + 80_000 + 60_000 - 3_000),
  });
});

test('a difference is resolved once, only as it can be, and the same request answers the same', async () => {
  const { lines } = await everyKind();
  await desk.take(lines, day(3));
  const [differs, , , missingHere] = await desk.differences();
  await expect(desk.resolve(missingHere?.id ?? '', 'CREDIT', day(4))).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  await expect(desk.resolve(newId(), 'CREDIT', day(4))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await desk.resolve(differs?.id ?? '', 'EXPLAINED', day(4));
  await expect(desk.resolve(differs?.id ?? '', 'EXPLAINED', day(4), 1)).rejects.toMatchObject({
    code: 'CONFLICT',
    details: { resolution: 'EXPLAINED', reason: 'As the bank says' },
  });
});

test('an amount that differs on what had not been credited is a difference of its own once it is', async () => {
  const payment = await desk.opened(90_000, day(2));
  await desk.take([line(payment, 95_000, day(2))], day(3));
  const [difference] = await desk.differences();
  expect(difference?.kind).toBe('NOT_CREDITED');
  await desk.resolve(difference?.id ?? '', 'CREDIT', day(4));
  const open = await desk.differences({ status: 'OPEN' });
  expect(open).toMatchObject([{ kind: 'AMOUNT_DIFFERS', ours: 90_000, theirs: 95_000 }]);
  await desk.resolve(open[0]?.id ?? '', 'CREDIT', day(5));
  expect(await readBalance(desk.db.dataSource, desk.customer)).toBe(95_000);
  expect(await desk.accounts()).toEqual({ bank: -94_000, 'gateway-fees': -1_000 });
});

test('what we had not heard of is asked about first, credited the ordinary way and no difference', async () => {
  const late = await desk.opened(90_000, day(2));
  await desk.told(late, { state: 'EXPIRED', rawStatus: 'expire' }, day(2));
  desk.midtrans.says.set(late, { state: 'PAID', rawStatus: 'settlement' });
  const takenBack = await desk.paid(50_000, day(2));
  const chargeback = { kind: 'CHARGEBACK', key: 'c1', amount: rupiah(20_000) } as const;
  desk.midtrans.says.set(takenBack, { state: 'PARTIAL_CHARGEBACK', reversals: [chargeback] });
  const lines = [
    line(late, 90_000, day(2)),
    line(takenBack, 50_000, day(2)),
    line(takenBack, -20_000, day(2), 'CHARGEBACK'),
  ];
  await desk.take(lines, new Date(day(3).getTime() + DAY_MS));
  expect(await desk.differences()).toEqual([]);
  expect(await readBalance(desk.db.dataSource, desk.customer)).toBe(120_000);
  expect(await desk.accounts()).toEqual({ bank: -118_000, 'gateway-fees': -2_000 });
});
