import { Wallet } from '@minispod/database/entities/wallet.entity';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer } from '@minispod/testing/builders';
import { crashAt } from '@minispod/testing/crash';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { type PlayMidtrans, playMidtrans } from '@minispod/testing/midtrans';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDelivery, type Delivery, METHODS } from './deliveries.test-fixture.js';

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const RUNS = 30;
/** By then every code has lapsed, and everything that ended was asked about once more. */
const QUIET = 7 * 3_600;

let db: TestDatabase;
let midtrans: PlayMidtrans;
beforeAll(async () => {
  [db, midtrans] = await Promise.all([testDatabase({ poolSize: 12 }), playMidtrans({ timeoutMs: 5_000 })]);
});
afterAll(async () => {
  await midtrans.close();
  await db.drop();
});

/** What can happen in one moment, to one of the top-ups, at some second of the first minutes. */
const deed = fc.record({
  do: fc.constantFrom('move', 'move', 'deliver', 'deliver', 'deliver', 'work', 'work', 'sweep', 'forge'),
  which: fc.nat({ max: METHODS.length - 1 }),
  choice: fc.nat({ max: 11 }),
  seconds: fc.nat({ max: 600 }),
});
/** Deeds of one moment happen at once; a number kills whoever does them at that statement, a fault spoils the answers. */
const moment = fc.record({
  deeds: fc.array(deed, { minLength: 1, maxLength: 4 }),
  deathAt: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 2 }),
  isDown: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});
type Moment = typeof moment extends fc.Arbitrary<infer T> ? T : never;

async function live(delivery: Delivery, { deeds, deathAt, isDown }: Moment): Promise<void> {
  if (isDown) await midtrans.fault({ errors: 2 });
  const crash = deathAt === null ? null : crashAt(db.dataSource, deathAt);
  // The gateway lives on its own, while we ask about what it was a moment ago; what it does does not die with us.
  const gateway = async () => {
    for (const { which, choice } of deeds.filter((each) => each.do === 'move'))
      await delivery.move(delivery.tracks[which] as Delivery['tracks'][number], choice);
  };
  await Promise.allSettled([
    gateway(),
    ...deeds.map(async ({ do: what, which, choice, seconds }) => {
      const track = delivery.tracks[which] as Delivery['tracks'][number];
      if (what === 'deliver') await delivery.deliver(track, choice, seconds);
      if (what === 'work') await delivery.work(track, seconds);
      if (what === 'sweep') await delivery.sweep(seconds);
      if (what === 'forge') await delivery.forge(track);
    }),
  ]);
  crash?.restore();
  if (isDown) await midtrans.fault({ errors: 0 });
}

async function runOf(moments: Moment[]): Promise<{ faults: string[]; wallet: Wallet; expected: number }> {
  const userId = await aCustomer(db.dataSource);
  const delivery = await aDelivery(db, midtrans, userId, new Date());
  for (const each of moments) await live(delivery, each);
  for (let pass = 0; pass < 3; pass++) await delivery.sweep(QUIET + pass * 120);
  return {
    faults: await delivery.faults(),
    wallet: await db.dataSource.manager.findOneByOrFail(Wallet, { userId }),
    expected: delivery.expected(),
  };
}

test(`whatever is delivered, however often, in whatever order, with deaths between: nothing or our amount less what went back (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 12 }), async (moments) => {
      const { faults, wallet, expected } = await runOf(moments);
      expect(faults).toEqual([]);
      expect(wallet.balance - wallet.receivable).toBe(expected);
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  );
  expect(await brokenRules(db.dataSource)).toEqual([]);
});
