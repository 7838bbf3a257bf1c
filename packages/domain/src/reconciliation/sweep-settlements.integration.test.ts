import { rupiah } from '@minispod/contracts/rupiah';
import { brokenRules } from '@minispod/testing/books';
import { readBalance } from '@minispod/testing/subscribers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listImports } from './list-imports.js';
import { day, line, office } from './office.test-fixture.js';
import { sweepSettlements } from './sweep-settlements.js';

let desk: Awaited<ReturnType<typeof office>>;
beforeEach(async () => {
  desk = await office();
});
afterEach(async () => {
  expect(await brokenRules(desk.db.dataSource)).toEqual([]);
  await desk.db.drop();
});

const sweep = (n: number) => sweepSettlements(desk.deps, day(n));
const imports = async () => (await listImports(desk.db.dataSource.manager, { page: 1, limit: 20 })).items;
const alerts = async () =>
  (await desk.db.dataSource.query('SELECT kind, subject, message FROM alerts WHERE closed_at IS NULL')).map(
    ({ kind, subject, message }: Record<string, string>) => `${kind} ${subject}: ${message}`,
  );

test('a gateway with an API for its list is asked once a Jakarta day, again while it does not answer, also by two at once', async () => {
  const payment = await desk.paid(50_000, day(2), 'QRIS', desk.tripay);
  desk.tripay.settled = [line(payment, 50_000, day(2))];
  desk.tripay.isDown = true;
  await sweep(3);
  expect(await imports()).toEqual([]);
  desk.tripay.isDown = false;
  await Promise.all([sweep(3), sweep(3)]);
  await sweep(3);
  const list = {
    gateway: 'tripay',
    source: 'API',
    fileName: null,
    importedBy: null,
    lastDay: '2026-03-02',
    matched: 1,
  };
  expect(await imports()).toMatchObject([{ ...list, firstDay: '2026-02-24', known: 0 }]);
  await sweep(4);
  expect(await imports()).toMatchObject([{ lastDay: '2026-03-03', lines: 1, known: 1 }, list]);
  expect(await desk.differences()).toEqual([]);
});

test('a day without any line is a list too: what we credited on it is missing there', async () => {
  desk.tripay.settled = [];
  const lost = await desk.paid(50_000, day(2), 'QRIS', desk.tripay);
  await sweep(3);
  expect(await desk.differences()).toMatchObject([
    { kind: 'MISSING_THERE', orderId: lost, gateway: 'tripay' },
  ]);
});

test('what was not credited is asked about at every pass, credited once the gateway says so, and no difference then', async () => {
  const payment = await desk.opened(50_000, day(2));
  await desk.take([line(payment, 50_000, day(2))], day(3));
  await sweep(3);
  expect(await desk.differences({ status: 'OPEN' })).toMatchObject([{ kind: 'NOT_CREDITED' }]);
  desk.midtrans.says.set(payment, { state: 'PAID', rawStatus: 'settlement' });
  desk.midtrans.isDown = true;
  await sweep(4);
  desk.midtrans.isDown = false;
  // What was not answered rests for a second.
  await sweepSettlements(desk.deps, new Date(day(4).getTime() + 1_000));
  expect(await desk.differences()).toMatchObject([
    {
      status: 'RESOLVED',
      resolution: 'LATER',
      reason: 'Credited since',
      resolvedBy: null,
    },
  ]);
  expect(await readBalance(desk.db.dataSource, desk.customer)).toBe(50_000);
});

test('one payment in trouble, or one list that cannot be true, is reported and keeps the others from nothing', async () => {
  const [troubled, fine] = [await desk.opened(50_000, day(2)), await desk.opened(60_000, day(2))];
  desk.midtrans.says.set(fine, { state: 'PAID', rawStatus: 'settlement' });
  const { status } = desk.midtrans;
  desk.midtrans.status = async (payment) => {
    if (payment.paymentId === troubled) throw new Error('a bug of ours');
    return status.call(desk.midtrans, payment);
  };
  await desk.take([line(troubled, 50_000, day(2)), line(fine, 60_000, day(2))], day(3));
  expect(await desk.differences()).toMatchObject([{ kind: 'NOT_CREDITED', orderId: troubled }]);
  desk.tripay.settled = [{ ...line('x', 9_000, day(2)), net: rupiah(1) }];
  const lost = await desk.paid(70_000, day(2));
  const faults = await sweep(4).catch(({ errors }: AggregateError) => errors.map(String));
  expect(faults).toEqual([expect.stringMatching(/cannot be true/), 'Error: a bug of ours']);
  expect(await desk.differences({ kind: 'MISSING_THERE' })).toMatchObject([{ orderId: lost }]);
});

test('money that a list says went back and that is booked later finds its line; the line too many is still one difference', async () => {
  const payment = await desk.paid(50_000, day(2));
  const back = line(payment, -20_000, day(2), 'REFUND');
  await desk.take([line(payment, 50_000, day(2)), back, back], day(3));
  expect(await desk.differences({ kind: 'MISSING_HERE' })).toMatchObject([{ line: 2 }, { line: 3 }]);
  const refund = { kind: 'REFUND', key: 'r', amount: rupiah(20_000) } as const;
  desk.midtrans.says.set(payment, { state: 'PARTIALLY_REFUNDED', reversals: [refund] });
  await sweep(4);
  expect(await desk.differences()).toMatchObject([
    { line: 2, status: 'RESOLVED', resolution: 'LATER', reason: 'Booked since' },
    { line: 3, status: 'OPEN', kind: 'MISSING_HERE' },
  ]);
});

test('money that came and went back before we had heard of it is nothing to decide, in one list or in two', async () => {
  const [atOnce, later, kept] = [
    await desk.opened(50_000, day(2)),
    await desk.opened(60_000, day(2)),
    await desk.opened(70_000, day(2)),
  ];
  for (const id of [atOnce, later, kept])
    desk.midtrans.says.set(id, { state: 'REFUNDED', rawStatus: 'refund' });
  const back = (id: string, amount: number, n: number) => line(id, -amount, day(n), 'REFUND');
  const came = [line(atOnce, 50_000, day(2)), line(later, 60_000, day(2)), line(kept, 70_000, day(2))];
  await desk.take([...came, back(atOnce, 50_000, 2)], day(3));
  const open = await desk.differences();
  expect(open.map(({ kind, orderId }) => [kind, orderId])).toEqual([
    ['NOT_CREDITED', later],
    ['NOT_CREDITED', kept],
  ]);
  // Said to have brought nothing: then that it went back is a difference of its own.
  await desk.resolve(open[1]?.id ?? '', 'EXPLAINED', day(3));
  await desk.take([back(later, 60_000, 3), back(kept, 70_000, 3)], day(4));
  expect(await desk.differences({ status: 'OPEN' })).toMatchObject([{ kind: 'MISSING_HERE', orderId: kept }]);
  expect(await desk.accounts()).toEqual({
    'gateway-clearing:midtrans': -70_000,
    bank: 72_000,
    'gateway-fees': -2_000,
  });
});

test('days credited without a list are an alert until there is one', async () => {
  const payment = await desk.paid(50_000, day(2));
  await sweep(5);
  expect(await alerts()).toEqual([]);
  await sweep(6);
  expect(await alerts()).toEqual([
    'SETTLEMENT_LIST_MISSING midtrans: No settlement list of midtrans has been imported for 1 top-ups since 2026-03-02',
  ]);
  await desk.take([line(payment, 50_000, day(2))], day(6));
  await sweep(6);
  expect(await alerts()).toEqual([]);
});
