import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { Crash, crashAt } from '@minispod/testing/crash';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  BOUGHT,
  type CheckoutDesk,
  checkoutDesk,
  FREE_AGAIN,
  minutes,
  PRICE,
} from './checkout.test-fixture.js';

let desk: CheckoutDesk;
beforeAll(async () => {
  desk = await checkoutDesk();
});
afterAll(() => desk.close());

/** Whoever repeats a request waits until the first one cannot be under way any more. */
const LATER = () => minutes(1);

interface Buyer {
  userId: string;
  planId: string;
}
const aBuyer = async (): Promise<Buyer> => {
  const { planIds } = await aService(desk.db.dataSource, [{ price: PRICE, quota: 1 }]);
  return { userId: await desk.customer(), planId: planIds[0]! };
};

/** Dies at each statement of `work` in turn; `mend` is what happens next anyway, and says how it ended. */
async function everyCrash<T>(
  prepare: () => Promise<T>,
  work: (it: T, now: Date) => Promise<unknown>,
  mend: (it: T) => Promise<unknown>,
): Promise<number> {
  for (let n = 1; ; n++) {
    const it = await prepare();
    const crash = crashAt(desk.db.dataSource, n);
    const failure = await work(it, new Date()).then(
      () => null,
      (error: unknown) => error,
    );
    const hasDied = crash.restore();
    if (failure !== null && !(failure instanceof Crash)) throw failure;
    await mend(it);
    if (!hasDied) return n - 1;
  }
}

const bought = async () => {
  const buyer = await aBuyer();
  return { ...buyer, ...(await desk.buy(buyer.userId, buyer.planId)) };
};
type Bought = Awaited<ReturnType<typeof bought>>;

test('a checkout that dies anywhere is one order when asked again, and it can be paid', async () => {
  const ask = ({ userId, planId }: Buyer, now: Date) =>
    desk.buy(userId, planId, { requestId: `asked-by-${userId}` }, now);
  const statements = await everyCrash(aBuyer, ask, async (buyer) => {
    const { order, payment } = await ask(buyer, LATER());
    await desk.ends(payment.transactionId, 'settlement');
    await desk.hear(payment.transactionId, LATER());
    expect(await desk.look(order.id)).toMatchObject({ ...BOUGHT, balance: 0 });
  });
  expect(statements).toBeGreaterThan(30);
  expect(await brokenRules(desk.db.dataSource)).toEqual([]);
});

test.each([
  ['its payment', 'settlement', BOUGHT],
  ['its lapse', 'expire', FREE_AGAIN],
])('%s, heard of by somebody who dies anywhere, is heard of by the next', async (_, outcome, seen) => {
  const prepare = async () => {
    const it = await bought();
    await desk.ends(it.payment.transactionId, outcome);
    return it;
  };
  const hear = ({ payment }: Bought) => desk.hear(payment.transactionId);
  const statements = await everyCrash(prepare, hear, async (it) => {
    await hear(it);
    expect(await desk.look(it.order.id)).toMatchObject({ ...seen, balance: 0 });
  });
  expect(statements).toBeGreaterThan(20);
  expect(await brokenRules(desk.db.dataSource)).toEqual([]);
});

test('another way to pay, chosen by a request that dies anywhere', async () => {
  const ask = ({ userId, order }: Bought, now: Date) =>
    desk.payAnew(userId, order.id, { requestId: `anew-by-${userId}` }, now);
  await everyCrash(bought, ask, async (it) => {
    const { payment } = await ask(it, LATER());
    await desk.ends(payment.transactionId, 'settlement');
    await desk.hear(payment.transactionId, LATER());
    const { payments, ...rest } = await desk.look(it.order.id);
    expect(rest).toEqual({ ...BOUGHT, balance: 0 });
    expect(payments.filter((status: string) => status === 'PAID')).toHaveLength(1);
  });
  expect(await brokenRules(desk.db.dataSource)).toEqual([]);
});

test('a purchase called off by a request that dies anywhere', async () => {
  const cancel = ({ userId, subscription }: Bought) => desk.cancel(userId, subscription.id);
  await everyCrash(bought, cancel, async (it) => {
    // Dead before the commit, or only before the answer.
    await cancel(it).catch((error: { code?: string }) => expect(error.code).toBe('CONFLICT'));
    expect(await desk.look(it.order.id)).toMatchObject({ ...FREE_AGAIN, payments: ['CANCELLED'] });
  });
  expect(await brokenRules(desk.db.dataSource)).toEqual([]);
});
