import { Subscription } from '@minispod/database/entities/subscription.entity';
import { runBilling } from '@minispod/domain/billing/run-billing';
import { lookForRoom } from '@minispod/domain/capacity/check-capacity';
import { addDomain } from '@minispod/domain/custom-domain/add-domain';
import { reportDrift } from '@minispod/domain/drift/report-drift';
import { createInstance } from '@minispod/domain/instance/create-instance';
import { deleteInstance } from '@minispod/domain/instance/delete-instance';
import { setPower } from '@minispod/domain/instance/set-power';
import { lapseTransfers } from '@minispod/domain/payment/lapse-transfers';
import { approveTransfer, rejectTransfer } from '@minispod/domain/payment/review-transfer';
import { uploadProof } from '@minispod/domain/payment/upload-proof';
import {
  findConvergingWork,
  findOpenWork,
  findUncleanWork,
  isTenantEmpty,
} from '@minispod/domain/provisioning/pending-work';
import { cancelAsAdministrator } from '@minispod/domain/subscription/cancel-as-administrator';
import { quoteSubscription } from '@minispod/domain/subscription/quote';
import { quoteUpgrade } from '@minispod/domain/subscription/quote-upgrade';
import { suspendSubscription } from '@minispod/domain/subscription/suspend';
import { updateSubscription } from '@minispod/domain/subscription/update';
import { getWallet } from '@minispod/domain/wallet/get-wallet';
import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BOUGHT,
  type CheckoutDesk,
  checkoutDesk,
  FREE_AGAIN,
  minutes,
  PRICE,
  WAITING,
} from './checkout.test-fixture.js';

let desk: CheckoutDesk;
let planId: string;
let higherId: string;
let userId: string;
beforeAll(async () => {
  desk = await checkoutDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  const { planIds } = await aService(desk.db.dataSource, [{ price: PRICE, quota: 1 }, { price: 90_000 }]);
  [planId, higherId] = planIds as [string, string];
  userId = await desk.customer();
});

afterEach(() => desk.db.dataSource.query('DELETE FROM cluster_capacity'));

const manager = () => desk.db.dataSource.manager;
const buy = (more = {}) => desk.buy(userId, planId, more);

describe('is refused and writes nothing', () => {
  const orders = () => manager().count(Subscription, { where: { userId } });

  test.each([
    ['a free plan', 0, 'This plan is free: subscribe to it'],
    ['a price below the smallest payment', 9_999, 'Payments begin at Rp10.000: top up and pay from credit'],
    ['a price above the largest', 50_000_001, 'One payment takes Rp50.000.000 at most'],
  ])('%s', async (_, price, message) => {
    const { planIds } = await aService(desk.db.dataSource, [{ price }]);
    await expect(desk.buy(userId, planIds[0]!)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(message),
    });
    expect(await orders()).toBe(0);
  });

  test('for who owes something', async () => {
    await desk.owes(userId, 20_000);
    await expect(buy()).rejects.toMatchObject({ code: 'CONFLICT', details: { receivable: 20_000 } });
    expect(await orders()).toBe(0);
  });

  test('a second one of the same service, from credit or by checkout', async () => {
    await buy();
    await expect(buy()).rejects.toMatchObject({ code: 'DUPLICATE_SUBSCRIPTION' });
    expect(await orders()).toBe(1);
  });
});

describe('what waits for its payment', () => {
  const NOT_PAID = { code: 'CONFLICT', message: 'It is not paid yet: pay its order first, or cancel it' };

  test('can be paid and cancelled, and nothing else', async () => {
    const { order, subscription, instance } = await buy();
    const { dataSource, deps } = { ...desk.db, deps: desk.deps };
    const now = new Date();
    const domains = { appsDomain: 'apps.example.test', ingressAddresses: [], issuer: null };
    const attempts = {
      update: () => updateSubscription(deps, userId, { id: subscription.id, autoRenew: false }, now),
      yearly: () => updateSubscription(deps, userId, { id: subscription.id, billingCycle: 'YEARLY' }, now),
      upgrade: () => quoteUpgrade(dataSource, userId, { id: subscription.id, planId: higherId }, now),
      another: () => createInstance(deps, userId, { id: subscription.id }, now),
      stop: () => setPower(dataSource, userId, instance.id, 'STOP', now),
      delete: () => deleteInstance(dataSource, userId, { id: instance.id, confirm: instance.name }, now),
      domain: () =>
        addDomain(dataSource, userId, { id: instance.id, domain: 'a.example.test' }, domains, now),
      suspend: () => suspendSubscription(dataSource, userId, { id: subscription.id, reason: 'a test' }, now),
    };
    for (const [verb, attempt] of Object.entries(attempts))
      await expect(attempt(), verb).rejects.toMatchObject(NOT_PAID);
    expect(await desk.look(order.id)).toEqual({ ...WAITING, balance: 0, payments: ['PENDING'] });
  });

  test('is not renewed, warned of, dunned or due, however long it takes', async () => {
    await buy({ paymentMethod: 'MANUAL_TRANSFER', bank: undefined });
    const later = minutes(70 * 24 * 60);
    await runBilling(desk.deps, later);
    expect(await desk.told(userId)).toEqual([]);
    expect(await getWallet(manager(), userId, later)).toMatchObject({ upcoming: [], runwayDays: null });
  });

  test('is no work for the cluster, no drift, and no reason to keep a namespace', async () => {
    const { instance } = await buy();
    for (const find of [findOpenWork, findConvergingWork, findUncleanWork])
      expect(await find(manager(), minutes(60), 100)).not.toContain(instance.id);
    expect(await isTenantEmpty(manager(), userId)).toBe(true);
    const empty = { tenants: [], deployments: [], volumes: [] };
    const drift = await reportDrift(desk.db.dataSource, async () => empty, minutes(60));
    expect(drift.items.filter((item) => item.instanceId === instance.id)).toEqual([]);
  });

  test('keeps its room on the nodes as well, however old the reading of them was', async () => {
    const later = minutes(30);
    const room = { cpuMilli: 250, memoryMb: 256 };
    // One place beside those that are kept by the tests before this one.
    const unpaid = await manager().countBy(Subscription, { status: 'PENDING_PAYMENT' });
    await desk.roomIs(Array(unpaid + 1).fill(room), later);
    const { payment } = await desk.buy(userId, planId, {}, later);
    await expect(lookForRoom(manager(), [room], later)).rejects.toMatchObject({
      code: 'INSUFFICIENT_RESOURCES',
    });
    await desk.cancelPayment(userId, payment.transactionId);
    await expect(lookForRoom(manager(), [room], later)).resolves.toBe(true);
  });

  test('is what a quote of the same service names', async () => {
    const { subscription } = await buy();
    expect(
      await quoteSubscription(manager(), userId, { planId: higherId, billingCycle: 'MONTHLY' }, new Date()),
    ).toMatchObject({ obstacle: 'DUPLICATE_SUBSCRIPTION', subscriptionId: subscription.id });
  });
});

describe('paid by hand', () => {
  const byHand = () => buy({ paymentMethod: 'MANUAL_TRANSFER', bank: undefined });

  test('and approved: the order is paid, the digits that told it apart stay in the wallet', async () => {
    const { order, payment } = await byHand();
    const digits = payment.amount - PRICE;
    expect(digits).toBeGreaterThan(0);
    await approveTransfer(
      desk.db.dataSource,
      desk.administrator,
      payment.transactionId,
      new Date(),
      'On the statement',
    );
    expect(await desk.look(order.id)).toEqual({ ...BOUGHT, balance: digits, payments: ['PAID'] });
  });

  test('and proved: nobody calls it off, changes the way or lets it lapse before it is reviewed', async () => {
    const { order, subscription, payment } = await byHand();
    const proof = { content: Buffer.from('a picture'), contentType: 'image/png', fileName: 'a.png' } as const;
    await uploadProof(
      desk.db.dataSource,
      userId,
      payment.transactionId,
      proof,
      'a key for proofs that is visibly made up',
      new Date(),
    );
    await expect(desk.cancel(userId, subscription.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(desk.payAnew(userId, order.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await lapseTransfers(desk.db.dataSource, minutes(5 * 24 * 60));
    expect(await desk.look(order.id)).toMatchObject({ ...WAITING, payments: ['IN_REVIEW'] });
    const by = await desk.customer();
    await rejectTransfer(desk.db.dataSource, by, payment.transactionId, 'No such transfer', new Date());
    expect(await desk.look(order.id)).toMatchObject({ ...FREE_AGAIN, payments: ['FAILED'] });
  });

  test('and never sent: free again when its time is over', async () => {
    const { order } = await byHand();
    await lapseTransfers(desk.db.dataSource, minutes(5 * 24 * 60));
    expect(await desk.look(order.id)).toMatchObject({ ...FREE_AGAIN, payments: ['EXPIRED'] });
  });
});

test('an administrator calls it off, and its owner is told', async () => {
  const { order, subscription } = await buy();
  const by = await desk.customer();
  const input = { id: subscription.id, when: 'now', reason: 'a test' } as const;
  await cancelAsAdministrator(desk.deps, by, input, new Date());
  expect(await desk.look(order.id)).toMatchObject({ ...FREE_AGAIN, payments: ['CANCELLED'] });
  expect(await desk.told(userId)).toEqual(['CANCELLED']);
});

test('no hand can leave an order waiting without a payment', async () => {
  const { order } = await buy();
  const byHand = desk.db.dataSource.query(`UPDATE payments SET status = 'EXPIRED' WHERE order_id = $1`, [
    order.id,
  ]);
  await expect(byHand).rejects.toThrow('waits for a payment that nobody can make');
  expect(await brokenRules(desk.db.dataSource)).toEqual([]);
});
