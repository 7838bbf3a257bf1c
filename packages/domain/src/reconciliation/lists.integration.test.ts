import { rupiah } from '@minispod/contracts/rupiah';
import { brokenRules } from '@minispod/testing/books';
import { sabotage } from '@minispod/testing/without-lock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

const imports = async () =>
  (await listImports(desk.db.dataSource.manager, { page: 1, limit: 20 })).items.map(
    ({ lines, known, matched }) => ({
      lines,
      known,
      matched,
    }),
  );
const kinds = async (status?: 'OPEN' | 'RESOLVED') =>
  (await desk.differences({ ...(status && { status }) })).map(({ kind, line, resolution }) => [
    kind,
    line,
    resolution,
  ]);
const rows = async () => {
  const [counted] = await desk.db.dataSource.query(
    `SELECT (SELECT count(*) FROM settlement_imports) AS imports, (SELECT count(*) FROM settlement_lines) AS lines,
            (SELECT count(*) FROM ledger_entries WHERE idempotency_key LIKE 'settlement:%') AS entries,
            (SELECT count(*) FROM reconciliation_differences) AS differences, (SELECT count(*) FROM audit_log) AS actions`,
  );
  return Object.values(counted).map(Number);
};

describe('a list', () => {
  test('taken in twice, also at once, adds nothing', async () => {
    const lines = [line(await desk.paid(50_000, day(2)), 50_000, day(2)), line('unknown', 9_000, day(2))];
    const taken = await Promise.all([
      desk.take(lines, day(3)),
      desk.take(lines, day(3)),
      desk.take(lines, day(3)),
    ]);
    expect(new Set(taken.map(({ importId }) => importId)).size).toBe(1);
    expect(taken.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect((await desk.take(lines, day(4), { fileName: 'renamed.csv' })).isNew).toBe(false);
    expect(await rows()).toEqual([1, 2, 2, 1, 1]);
  });

  test('without the lock on the gateway, two at once do not both go through', async () => {
    const lines = [line(await desk.paid(50_000, day(2)), 50_000, day(2))];
    const gone = sabotage(
      desk.db.dataSource,
      / FOR NO KEY UPDATE/,
      ' AND CASE WHEN id = $1 THEN pg_sleep(0.5) IS NOT NULL END',
    );
    const taken = await Promise.allSettled([desk.take(lines, day(3)), desk.take(lines, day(3))]);
    gone.restore();
    expect(taken.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(await rows()).toEqual([1, 1, 1, 0, 1]);
  });

  test('that overlaps another adds what is new, and a line more than before is one too many', async () => {
    const [first, second, third] = [
      line(await desk.paid(50_000, day(2)), 50_000, day(2)),
      line(await desk.paid(60_000, day(3)), 60_000, day(3)),
      line(await desk.paid(70_000, day(4)), 70_000, day(4)),
    ];
    await desk.take([first, second], day(5));
    await desk.take([second, third], day(5));
    expect(await imports()).toEqual([
      { lines: 2, known: 1, matched: 1 },
      { lines: 2, known: 0, matched: 2 },
    ]);
    expect(await kinds()).toEqual([]);
    await desk.take([second, second, third], day(6));
    expect(await kinds()).toEqual([['TWICE_THERE', 2, null]]);
    await desk.take([second, second, third, first], day(7));
    expect(await kinds()).toEqual([['TWICE_THERE', 2, null]]);
    expect(await desk.accounts()).toMatchObject({ 'gateway-clearing:midtrans': 60_000, bank: -236_000 });
  });

  test('with a line that cannot be true is refused whole', async () => {
    const good = line(await desk.paid(50_000, day(2)), 50_000, day(2));
    const bad = [
      { ...good, net: rupiah(50_000) },
      { ...good, fee: rupiah(-1), net: rupiah(50_001) },
      { ...good, gross: rupiah(-50_000), net: rupiah(-51_000) },
      { ...good, kind: 'REFUND' as const },
      { ...good, orderId: '' },
      { ...good, settledAt: new Date(Number.NaN) },
    ];
    for (const one of bad)
      await expect(desk.take([good, one], day(3))).rejects.toMatchObject({
        code: 'VALIDATION_ERROR',
        details: { 'line 2': expect.any(String) },
      });
    await expect(desk.take([], day(3))).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(await rows()).toEqual([0, 0, 0, 0, 0]);
  });

  test('settles a payment by the line of just its amount, whichever comes first', async () => {
    const payment = await desk.paid(50_000, day(2));
    const lines = [1_500, 50_000, 1_501].map((amount) => line(payment, amount, day(2)));
    await desk.take(lines, day(3));
    expect(await kinds()).toEqual([
      ['TWICE_THERE', 1, null],
      ['TWICE_THERE', 3, null],
    ]);
  });

  test('of one gateway knows nothing of payments by another', async () => {
    const payment = await desk.paid(50_000, day(2), 'QRIS', desk.tripay);
    await desk.take([line(payment, 50_000, day(2))], day(3));
    expect(await kinds()).toEqual([['MISSING_HERE', 1, null]]);
    await desk.take([line(payment, 50_000, day(2))], day(3), { gateway: 'tripay', source: 'API' });
    expect(await kinds()).toHaveLength(1);
    expect(await imports()).toMatchObject([{ matched: 1 }, { matched: 0 }]);
  });
});

test('a death at any statement leaves nothing half, and the next attempt everything', async () => {
  const payment = await desk.paid(50_000, day(2));
  await desk.paid(60_000, day(2));
  const lines = [line(payment, 50_000, day(2)), line('unknown', 9_000, day(2))];
  const statements = [
    /INSERT INTO settlement_lines/,
    /INSERT INTO ledger_postings/,
    /SET settles_payment/,
    /SET settles_reversal/,
    /judged AS/,
    /SET status = 'RESOLVED'/,
    /CROSS JOIN LATERAL/,
    /INSERT INTO "audit_log"/,
  ];
  for (const statement of statements) {
    const dying = sabotage(desk.db.dataSource, statement, 'dies here');
    await expect(desk.take(lines, day(3))).rejects.toThrow(/syntax error/);
    dying.restore();
    expect(await rows()).toEqual([0, 0, 0, 0, 0]);
  }
  await desk.take(lines, day(3));
  expect(await rows()).toEqual([1, 2, 2, 2, 1]);
});

describe('what is in no list', () => {
  test('ends by itself when a later list has it, also after it was written off', async () => {
    const [listed, late, lost] = [
      await desk.paid(50_000, day(2)),
      await desk.paid(60_000, day(2)),
      await desk.paid(70_000, day(2)),
    ];
    await desk.take([line(listed, 50_000, day(2))], day(3));
    const open = await desk.differences({ status: 'OPEN' });
    expect(open.map(({ orderId }) => orderId).sort()).toEqual([late, lost].sort());
    const written = open.find(({ orderId }) => orderId === lost);
    await desk.resolve(written?.id ?? '', 'WRITE_OFF', day(4));
    expect(await desk.accounts()).toMatchObject({
      'gateway-clearing:midtrans': -60_000,
      adjustments: -70_000,
    });

    await desk.take([line(late, 60_000, day(4)), line(lost, 70_000, day(4))], day(5));
    expect(await kinds()).toEqual([
      ['MISSING_THERE', null, 'LATER'],
      ['MISSING_THERE', null, 'LATER'],
    ]);
    expect(await desk.accounts()).toEqual({ bank: -177_000, 'gateway-fees': -3_000 });
  });

  test('is asked about again a week after somebody said that it would come', async () => {
    const lost = await desk.paid(60_000, day(2));
    const lines = (n: number) => [line(`unknown-${n}`, 9_000, day(n)), line('unknown', 9_000, day(2))];
    await desk.take(lines(3), day(4));
    const [missing] = await desk.differences({ kind: 'MISSING_THERE' });
    await desk.resolve(missing?.id ?? '', 'LATER', day(4));
    await desk.take(lines(4), day(5));
    expect(await desk.differences({ kind: 'MISSING_THERE', status: 'OPEN' })).toEqual([]);
    await desk.take(lines(5), day(12));
    expect(await desk.differences({ kind: 'MISSING_THERE', status: 'OPEN' })).toMatchObject([
      { orderId: lost },
    ]);
  });

  test('is judged once its day is over and told of: cards the next day, each day in Jakarta', async () => {
    const unknown = (at: Date) => line(`unknown-${at.toISOString()}`, 9_000, at);
    const missing = async () =>
      (await desk.differences({ kind: 'MISSING_THERE' })).map(({ orderId }) => orderId);
    const midnight = new Date('2026-03-01T17:00:00Z');
    const before = await desk.paid(10_000, new Date(midnight.getTime() - 1));
    const after = await desk.paid(20_000, midnight);
    const card = await desk.paid(30_000, day(2), 'CREDIT_CARD');
    const uncovered = await desk.paid(40_000, day(5));
    await desk.take([unknown(day(2))], day(2));
    expect(await missing()).toEqual([]);
    await desk.take([unknown(new Date(midnight.getTime() + 1))], day(3));
    expect(await missing()).toEqual([after]);
    await desk.take([unknown(new Date(midnight.getTime() - 2))], day(3));
    expect(await missing()).toEqual(expect.arrayContaining([before, after]));
    await desk.take([unknown(day(3))], day(4));
    expect((await missing()).sort()).toEqual([before, after, card].sort());
    await desk.take([unknown(new Date(day(3).getTime() + 1))], day(20));
    expect(await missing()).not.toContain(uncovered);
  });

  test('is nothing when a bank took it back before it was settled; money that went back is missed like money that came', async () => {
    const denied = await desk.paid(50_000, day(2));
    const refunded = await desk.paid(60_000, day(2));
    await desk.told(denied, { state: 'DENIED', reversals: [] }, day(2));
    const part = { kind: 'REFUND', key: 'r', amount: rupiah(20_000) } as const;
    await desk.told(refunded, { state: 'PARTIALLY_REFUNDED', reversals: [part] }, day(2));
    await desk.take([line(refunded, 60_000, day(2))], day(3));
    const [missing, ...others] = await desk.differences();
    expect(others).toEqual([]);
    expect(missing).toMatchObject({
      kind: 'MISSING_THERE',
      about: 'REFUND',
      orderId: refunded,
      ours: -20_000,
    });
    await desk.take([line(refunded, -20_000, day(5), 'REFUND')], day(6));
    expect(await desk.differences({ status: 'OPEN' })).toEqual([]);
  });
});

test('each of two refunds in part finds its own line, one of another amount differs, a third is too many', async () => {
  const at = day(2);
  const payment = await desk.paid(100_000, at);
  const refund = (key: string, amount: number) => ({ kind: 'REFUND', key, amount: rupiah(amount) }) as const;
  const reversals = [refund('a', 10_000), refund('b', 20_000), refund('c', 30_000)];
  await desk.told(payment, { state: 'PARTIALLY_REFUNDED', reversals }, at);
  const back = (amount: number, after = 0) =>
    line(payment, -amount, new Date(at.getTime() + after), 'REFUND');
  await desk.take(
    [line(payment, 100_000, at), back(20_000), back(35_000), back(10_000), back(10_000, DAY_MS / 24)],
    day(3),
  );
  const found = await desk.differences();
  expect(found.map(({ kind, line, ours, theirs }) => [kind, line, ours, theirs])).toEqual([
    ['AMOUNT_DIFFERS', 3, -30_000, -35_000],
    ['TWICE_THERE', 5, null, -10_000],
  ]);
  for (const { id } of found) await desk.resolve(id, 'WRITE_OFF', day(4));
  expect(await desk.accounts()).toEqual({ bank: -24_000, 'gateway-fees': -1_000, adjustments: -15_000 });
});
