import { DomainError } from '@minispod/domain/errors';
import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { sabotage } from '@minispod/testing/without-lock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CheckoutDesk, checkoutDesk, minutes, PRICE } from './checkout.test-fixture.js';

let desk: CheckoutDesk;
beforeAll(async () => {
  desk = await checkoutDesk();
});
afterAll(() => desk.close());

const aPlan = async () => {
  const { planIds } = await aService(desk.db.dataSource, [{ price: PRICE, quota: 1 }]);
  return planIds[0]!;
};
const codesOf = (results: PromiseSettledResult<unknown>[]) =>
  results.map((result) => {
    if (result.status === 'fulfilled') return 'OK';
    return result.reason instanceof DomainError ? result.reason.code : String(result.reason);
  });
const count = (codes: string[], code: string) => codes.filter((it) => it === code).length;

describe('20 customers for the last slot', () => {
  const all = async () => {
    const planId = await aPlan();
    const buyers = await Promise.all(Array.from({ length: 20 }, () => desk.customer()));
    const codes = codesOf(await Promise.allSettled(buyers.map((userId) => desk.buy(userId, planId))));
    const [{ orders }] = await desk.db.dataSource.query(
      'SELECT count(*) AS orders FROM orders WHERE user_id = ANY($1)',
      [buyers],
    );
    return { codes, orders };
  };

  test('one waits for its payment, 19 are told and leave nothing', async () => {
    const { codes, orders } = await all();
    expect([count(codes, 'OK'), count(codes, 'QUOTA_EXCEEDED'), orders]).toEqual([1, 19, 1]);
    expect(await brokenRules(desk.db.dataSource)).toEqual([]);
  });

  test('… which the guard on the plan is needed for', async () => {
    const taken = sabotage(desk.db.dataSource, / AND used_quota \+ kept_quota < total_quota(?=\s+RETURNING)/);
    const { codes } = await all();
    taken.restore();
    // The table's own limit still refuses them, with an error nobody is meant to see.
    expect(count(codes, 'QUOTA_EXCEEDED')).toBe(0);
    expect(count(codes, 'OK')).toBe(1);
  });
});

describe('paid, lapsed, called off, paid in another way and wanted by somebody else, all at once', () => {
  const round = async () => {
    const planId = await aPlan();
    const [userId, other] = [await desk.customer(), await desk.customer()];
    const { order, subscription, payment } = await desk.buy(userId, planId);
    const id = payment.transactionId;
    const codes = codesOf(
      await Promise.allSettled([
        desk.ends(id, 'settlement'),
        desk.hear(id),
        desk.sweep(minutes(6, new Date(payment.expiresAt))),
        desk.payAnew(userId, order.id),
        desk.payAnew(userId, order.id),
        desk.cancelPayment(userId, id),
        desk.hear(id),
        desk.cancel(userId, subscription.id),
        desk.buy(other, planId),
        desk.hear(id),
      ]),
    );
    const payments: { id: string }[] = await desk.db.dataSource.query(
      'SELECT id FROM payments WHERE user_id = ANY($1)',
      [[userId, other]],
    );
    // Quiet: everything that was promised is done.
    for (const { id: paymentId } of payments) await desk.hear(paymentId);
    return { codes, seen: await desk.look(order.id), userId };
  };

  test('either bought or free again, and every rupiah that came in is there', async () => {
    const outcomes = new Set<string>();
    for (let n = 0; n < 12; n++) {
      const { codes, seen, userId } = await round();
      outcomes.add(seen.order);
      expect(codes.filter((code) => !/^(OK|CONFLICT|QUOTA_EXCEEDED|GATEWAY_ERROR)$/.test(code))).toEqual([]);
      const [{ held }] = await desk.db.dataSource.query(
        `SELECT coalesce(sum(amount), 0)::bigint AS held FROM holds WHERE user_id = $1 AND status = 'HELD'`,
        [userId],
      );
      const paid = seen.payments.filter((status: string) => status === 'PAID').length;
      expect(Number(held) + Number(seen.balance)).toBe(paid * PRICE);
      expect(seen.subscription).toBe(
        { PAID: 'ACTIVE', FAILED: 'CANCELLED', CANCELED: 'CANCELLED', PENDING_PAYMENT: 'PENDING_PAYMENT' }[
          seen.order as 'PAID'
        ],
      );
      expect(seen.used).toBeLessThanOrEqual(1);
    }
    expect(await brokenRules(desk.db.dataSource)).toEqual([]);
    expect(outcomes.size).toBeGreaterThan(0);
  });

  test('… which the lock on the wallet is needed for', async () => {
    const taken = sabotage(desk.db.dataSource, / FOR UPDATE$/);
    const strange: string[] = [];
    for (let n = 0; n < 12 && strange.length === 0; n++) {
      const { codes } = await round();
      strange.push(...codes.filter((code) => !/^(OK|CONFLICT|QUOTA_EXCEEDED|GATEWAY_ERROR)$/.test(code)));
    }
    taken.restore();
    // Whoever comes second runs into the guarded transition, the ledger's key or one of the unique indexes.
    expect(strange.length).toBeGreaterThan(0);
  });
});
