import type { DifferenceKind } from '@minispod/contracts/payments';
import { rupiah } from '@minispod/contracts/rupiah';
import { brokenRules } from '@minispod/testing/books';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../id.js';
import { required } from '../rows.js';
import { day, line, office } from './office.test-fixture.js';

let desk: Awaited<ReturnType<typeof office>>;
beforeAll(async () => {
  desk = await office();
});
afterAll(() => desk.db.drop());

type Desk = Awaited<ReturnType<typeof office>>;
type Lines = ReturnType<typeof line>[];
interface Fate {
  /** Makes it so on a day of its own. Returns what the gateway's list says of it, and the order it is about. */
  live(desk: Desk, at: Date): Promise<{ orderId: string; lines: Lines }>;
  /** What the list and our books then disagree about. */
  differs: DifferenceKind[];
  /** Rupiah that wait at the gateway when every difference is resolved. */
  waits?: number;
}

const refund = (amount: number) => [{ kind: 'REFUND' as const, key: 'r', amount: rupiah(amount) }];

/** Everything that can have become of a top-up of Rp50.000, by us and by the gateway. */
const FATES: Record<string, Fate> = {
  'credited and settled': {
    live: async (d, at) => withLines(await d.paid(50_000, at), (id) => [line(id, 50_000, at)]),
    differs: [],
  },
  'credited and not settled': {
    live: async (d, at) => withLines(await d.paid(50_000, at), () => []),
    differs: ['MISSING_THERE'],
  },
  'credited by card, settled the next day': {
    live: async (d, at) => withLines(await d.paid(50_000, at, 'CREDIT_CARD'), () => []),
    differs: [],
    waits: 50_000,
  },
  'settled over more': {
    live: async (d, at) => withLines(await d.paid(50_000, at), (id) => [line(id, 51_000, at)]),
    differs: ['AMOUNT_DIFFERS'],
  },
  'settled over less': {
    live: async (d, at) => withLines(await d.paid(50_000, at), (id) => [line(id, 49_000, at)]),
    differs: ['AMOUNT_DIFFERS'],
  },
  'settled twice': {
    live: async (d, at) =>
      withLines(await d.paid(50_000, at), (id) => [line(id, 50_000, at), line(id, 50_000, at)]),
    differs: ['TWICE_THERE'],
  },
  'settled and never credited': {
    live: async (d, at) => withLines(await lapsed(d, at), (id) => [line(id, 50_000, at)]),
    differs: ['NOT_CREDITED'],
  },
  'never paid': { live: async (d, at) => withLines(await lapsed(d, at), () => []), differs: [] },
  'of nobody we know': {
    live: async (_, at) => withLines(newId(), (id) => [line(id, 50_000, at)]),
    differs: ['MISSING_HERE'],
  },
  'refunded in part, by both books': {
    live: async (d, at) => {
      const id = await d.paid(50_000, at);
      await d.told(id, { state: 'PARTIALLY_REFUNDED', reversals: refund(20_000) }, at);
      return withLines(id, () => [line(id, -20_000, at, 'REFUND'), line(id, 50_000, at)]);
    },
    differs: [],
  },
  'refunded in part, by ours alone': {
    live: async (d, at) => {
      const id = await d.paid(50_000, at);
      await d.told(id, { state: 'PARTIALLY_REFUNDED', reversals: refund(20_000) }, at);
      return withLines(id, () => [line(id, 50_000, at)]);
    },
    differs: ['MISSING_THERE'],
  },
  'refunded in part, by theirs alone': {
    live: async (d, at) =>
      withLines(await d.paid(50_000, at), (id) => [line(id, 50_000, at), line(id, -20_000, at, 'REFUND')]),
    differs: ['MISSING_HERE'],
  },
};

async function lapsed(d: Desk, at: Date): Promise<string> {
  const id = await d.opened(50_000, at);
  await d.told(id, { state: 'EXPIRED', rawStatus: 'expire' }, at);
  return id;
}

function withLines(orderId: string, lines: (id: string) => Lines) {
  return { orderId, lines: lines(orderId) };
}

const fateOf = (name: string): Fate => required(FATES[name]);

let today = 1;

test('whatever became of top-ups, in whatever order and number of lists: what differs is found, none else, and written off it is gone', async () => {
  const fates = fc.array(fc.constantFrom(...Object.keys(FATES)), { minLength: 3, maxLength: 12 });
  const cuts = fc.array(fc.nat(), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fates, cuts, fc.infiniteStream(fc.nat()), async (names, cutAt, dice) => {
      today += 3;
      const at = day(today);
      const before = (await desk.accounts())['gateway-clearing:midtrans'] ?? 0;
      const lived = [];
      for (const name of names) lived.push({ ...(await fateOf(name).live(desk, at)), name });
      const shuffled = lived
        .flatMap(({ lines }) => lines)
        .map((one) => ({ one, by: dice.next().value ?? 0 }));
      const lines = [...shuffled.sort((a, b) => a.by - b.by).map(({ one }) => one)];
      lines.push(line(`of-nobody-${today}`, 9_000, at));

      // In lists that overlap: each holds all that came before it.
      const ends = [...cutAt.map((cut) => 1 + (cut % lines.length)), lines.length].sort((a, b) => a - b);
      for (const end of ends) await desk.take(lines.slice(0, end), day(today + 1));

      const open = await desk.differences({ status: 'OPEN' });
      const found = open.map(({ kind, orderId }) => `${kind} ${orderId}`).sort();
      const expected = lived.flatMap(({ name, orderId }) =>
        fateOf(name).differs.map((kind) => `${kind} ${orderId}`),
      );
      expect(found).toEqual([...expected, `MISSING_HERE of-nobody-${today}`].sort());

      for (const { id, choices } of open)
        await desk.resolve(id, choices.includes('WRITE_OFF') ? 'WRITE_OFF' : 'CREDIT', day(today + 2));
      expect(await desk.differences({ status: 'OPEN' })).toEqual([]);
      expect(await brokenRules(desk.db.dataSource)).toEqual([]);
      const waiting = lived.reduce((sum, { name }) => sum + (fateOf(name).waits ?? 0), 0);
      expect((await desk.accounts())['gateway-clearing:midtrans'] ?? 0).toBe(before - waiting);
    }),
    { numRuns: 8 },
  );
}, 60_000);
