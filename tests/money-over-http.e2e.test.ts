import type { PlanType } from '@minispod/contracts/catalog';
import type { PaymentMethodsView } from '@minispod/contracts/wallet';
import { createDataSource } from '@minispod/database/data-source';
import { GatewayEvent } from '@minispod/database/entities/gateway-event.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { type Product, startProduct } from '@minispod/testing/product';
import { RefusedError, type RestClient, send, service } from '@minispod/testing/rest-client';
import {
  breakCluster,
  breakMidtrans,
  clusterObjects,
  endPayment,
  type HowPaid,
  mendCluster,
  mendMidtrans,
  notificationsOf,
} from '@minispod/testing/sandboxes';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { givenCustomers } from './customers.js';
import { storm } from './notification-storm.js';
import { AMOUNT, playAll } from './payment-outcomes.js';
import { playTripay } from './tripay-outcomes.js';

let product: Product;
let dataSource: DataSource;

beforeAll(async () => {
  product = await startProduct({ env: { RATE_LIMIT: 'off', PROVISION_TIMEOUT_SECONDS: '20' } });
  dataSource = await createDataSource({ url: product.databaseUrl }).initialize();
});
beforeEach(({ onTestFailed }) => onTestFailed(() => void process.stderr.write(product.output())));
afterEach(async () => {
  expect(await brokenRules(dataSource)).toEqual([]);
});
afterAll(async () => {
  await dataSource.destroy();
  await product.stop();
});

const aPerson = async (balance = 0) => {
  const [customer] = await givenCustomers(product, dataSource, 1, balance);
  return customer ?? expect.fail('nobody was made');
};
const planOf = async (slug: string, type: PlanType) => {
  const plan = (await service(product.url, slug)).plans.find(({ planType }) => planType === type);
  return plan ?? expect.fail(`${slug} has no ${type} plan`);
};
/** How often each code was answered. */
const tally = (codes: string[]) => {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
};
/** The answer's code; `created` when there was no refusal. */
const codeOf = (request: Promise<unknown>) =>
  request.then(
    () => 'created',
    (error: unknown) => {
      if (!(error instanceof RefusedError)) throw error;
      return `${error.answer.status} ${error.answer.error?.code}`;
    },
  );

test('an image that cannot be pulled and one that never gets ready: ERROR with the reason, all back, nothing left', async () => {
  const emptyCluster = await clusterObjects(product);
  await breakCluster(product, { type: 'pull', image: 'ghost' });
  await breakCluster(product, { type: 'hang', image: 'postgres' });
  const fails = async (slug: string, code: string, words: RegExp) => {
    const plan = await planOf(slug, 'BASIC');
    const customer = await aPerson(500_000);
    const { instance, subscription } = await customer.subscribe(plan.id, 'a-start-that-fails');
    expect(await customer.wallet()).toMatchObject({ held: plan.monthlyPrice });
    await vi.waitFor(async () => expect((await customer.instance(instance.id)).status).toBe('ERROR'), {
      timeout: 60_000,
      interval: 200,
    });
    expect(await customer.instance(instance.id)).toMatchObject({
      health: { status: 'unhealthy', code, reason: expect.stringMatching(words) },
      refunded: plan.monthlyPrice,
    });
    expect(await customer.wallet()).toMatchObject({ creditBalance: 500_000, held: 0, totalSpent: 0 });
    expect(await customer.get(`/user/services/subscriptions/${subscription.id}`)).toMatchObject({
      status: 'CANCELLED',
      endReason: 'PROVISIONING_FAILED',
    });
    expect((await planOf(slug, 'BASIC')).availableQuota).toBe(plan.availableQuota);
  };
  await Promise.all([
    fails('ghost', 'IMAGE_PULL_FAILED', /ghost/),
    fails('postgresql', 'NOT_READY_IN_TIME', /20 seconds/),
  ]);
  await mendCluster(product);
  // What belongs to the customer rather than to the instance stays.
  const tenant = [
    'namespaces',
    'resourcequotas',
    'limitranges',
    'networkpolicies',
    'serviceaccounts',
    'events',
  ];
  const ofInstances = (objects: Record<string, number>) =>
    Object.entries(objects).filter(([kind]) => !tenant.includes(kind));
  await vi.waitFor(
    async () => expect(ofInstances(await clusterObjects(product))).toEqual(ofInstances(emptyCluster)),
    { timeout: 30_000, interval: 200 },
  );
});

const paid = async (amount: number, how: HowPaid) => {
  const customer = await aPerson();
  const { transactionId } = await customer.topUp(amount);
  await endPayment(product, transactionId, how);
  return { customer, transactionId };
};
const credited = (customer: RestClient, amount: number, timeout = 15_000) =>
  vi.waitFor(
    async () => expect(await customer.wallet()).toMatchObject({ creditBalance: amount, totalTopUp: amount }),
    { timeout, interval: 100 },
  );

test('a settlement told 50 times at once credits once', async () => {
  const { customer, transactionId } = await paid(100_000, { notify: 50 });
  await vi.waitFor(async () => {
    const told = await notificationsOf(product, transactionId);
    expect(tally(told.map(({ state }) => state))).toEqual({ delivered: 50 });
  }, 30_000);
  await credited(customer, 100_000);
  const events = await dataSource.manager.findBy(GatewayEvent, { paymentId: transactionId });
  expect(events).toMatchObject([{ deliveries: 50 }]);
  expect((await customer.transactions()).items).toMatchObject([{ amount: 100_000, status: 'COMPLETED' }]);
});

test('more than was asked for, told out of order: our amount, once', async () => {
  const { customer, transactionId } = await paid(10_000, { grossAmount: '10071.00', reorder: true });
  await credited(customer, 10_000);
  await vi.waitFor(async () => {
    const told = await notificationsOf(product, transactionId);
    expect(told.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });
  expect(await customer.topUpStatus(transactionId)).toMatchObject({ status: 'COMPLETED', amount: 10_000 });
});

test('a wrong signature is 401 and changes nothing', async () => {
  const { customer, transactionId } = await paid(100_000, { outcome: 'pending', notify: 0 });
  const [unsent] = await notificationsOf(product, transactionId);
  const tell = async (change: object) => {
    const url = `${product.url}/api/webhooks/midtrans/notification`;
    const { status, error } = await send('POST', url, { body: { ...unsent?.body, ...change } });
    return `${status} ${error?.code}`;
  };
  const stored = () => dataSource.manager.countBy(GatewayEvent, { paymentId: transactionId });
  expect(await tell({ transaction_status: 'settlement', signature_key: '0'.repeat(128) })).toBe(
    '401 UNAUTHORIZED',
  );
  expect(await tell({ gross_amount: '900000.00' })).toBe('401 UNAUTHORIZED');
  expect(await stored()).toBe(0);
  expect(await customer.topUpStatus(transactionId)).toMatchObject({ status: 'PENDING' });
  expect(await customer.wallet()).toMatchObject({ creditBalance: 0 });
  expect(await tell({}), 'as it was signed').toBe('200 undefined');
  expect(await stored()).toBe(1);
});

test('a notification that was lost is made good by the sweep', async () => {
  const { customer } = await paid(100_000, { notify: 0 });
  // The first look is due after 15 s, and the sweep comes every 5.
  await credited(customer, 100_000, 40_000);
});

test('every way to pay with every outcome', async () => {
  const { items } = await (await aPerson()).get<PaymentMethodsView>(`/user/wallet/methods?amount=${AMOUNT}`);
  const ways = items.filter(({ method }) => method !== 'MANUAL_TRANSFER');
  expect(ways.map(({ name, isAvailable }) => [name, isAvailable])).toEqual(
    [
      ...['BCA', 'BNI', 'BRI', 'Mandiri', 'Permata', 'GoPay', 'OVO', 'DANA', 'ShopeePay', 'LinkAja'],
      ...['Visa, Mastercard, JCB', 'QRIS'],
    ].map((name) => [name, true]),
  );
  await playAll(product, ways, (count) => givenCustomers(product, dataSource, count, 0));
});

test('Midtrans down: Tripay takes over with every outcome of it, and what was begun is not lost', async () => {
  const bri = { paymentMethod: 'BANK_TRANSFER', bank: 'bri' } as const;
  const early = await aPerson();
  const { transactionId } = await early.topUp(AMOUNT, bri);
  await breakMidtrans(product, { down: true });
  const unlucky = await aPerson();
  expect(await codeOf(unlucky.topUp(AMOUNT, bri))).toBe('502 GATEWAY_ERROR');
  await endPayment(product, transactionId);
  // One time-out is no outage: it takes three in a row, the workers' questions counted.
  await vi.waitFor(async () => expect((await (await aPerson()).topUp(AMOUNT, bri)).gateway).toBe('tripay'), {
    timeout: 30_000,
    interval: 250,
  });
  const { items } = await unlucky.get<PaymentMethodsView>(`/user/wallet/methods?amount=${AMOUNT}`);
  const offered = items.filter(({ isAvailable, method }) => isAvailable && method !== 'MANUAL_TRANSFER');
  expect(offered.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['BCA', 'BRI', 'Permata', 'OVO', 'QRIS']),
  );
  expect(items.find(({ method }) => method === 'CREDIT_CARD')).toMatchObject({ reason: 'DOWN' });
  await playTripay(product, offered, (count) => givenCustomers(product, dataSource, count, 0));

  await mendMidtrans(product);
  await credited(early, AMOUNT, 60_000);
  await vi.waitFor(
    async () => expect((await (await aPerson()).topUp(AMOUNT, bri)).gateway).toBe('midtrans'),
    {
      timeout: 60_000,
      interval: 1_000,
    },
  );
  expect(await unlucky.wallet()).toMatchObject({ creditBalance: 0 });
});

test('1,000 notifications of 200 top-ups at once, at two API processes of which one is killed: right to the rupiah', async () => {
  const customers = await givenCustomers(product, dataSource, 20, 0);
  const opened = await Promise.all(
    customers.map(async (customer) => {
      const ids: string[] = [];
      for (let n = 1; n <= 10; n++) {
        const { transactionId } = await customer.topUp(10_000 * n, { paymentMethod: 'QRIS' });
        // Every fifth is not paid: what is told of it is told in vain.
        await endPayment(product, transactionId, { outcome: n % 5 ? 'settlement' : 'deny', notify: 0 });
        ids.push(transactionId);
      }
      return ids;
    }),
  );
  const bodies = await Promise.all(
    opened.flat().map(async (id) => (await notificationsOf(product, id)).at(-1)?.body),
  );
  const { taken, lost } = await storm(product, Array.from({ length: 5 }, () => bodies).flat());
  expect(taken).toBe(1_000);
  expect(lost, 'the killed one had some in its hands').toBeGreaterThan(0);
  // 10 + 20 + 30 + 40 + 60 + 70 + 80 + 90 thousand: all but the fifth and the tenth.
  await vi.waitFor(
    async () => {
      const wallets = await Promise.all(customers.map((customer) => customer.wallet()));
      expect(tally(wallets.map(({ creditBalance }) => String(creditBalance)))).toEqual({ 400000: 20 });
    },
    { timeout: 60_000, interval: 250 },
  );
  const [{ entries }] = await dataSource.query(
    `SELECT count(*)::int AS entries FROM ledger_entries WHERE idempotency_key = ANY($1)`,
    [opened.flat().map((id) => `topup:${id}`)],
  );
  expect(entries).toBe(160);
});

test('100 customers at once on 10 slots: ten subscriptions, and nobody else pays', async () => {
  const customers = await givenCustomers(product, dataSource, 100);
  const { planIds } = await aService(dataSource, [{ price: 50_000, quota: 10 }]);
  const [planId = ''] = planIds;
  const codes = await Promise.all(
    customers.map((customer) => codeOf(customer.subscribe(planId, 'first-come-first-served'))),
  );
  expect(tally(codes)).toEqual({ created: 10, '409 QUOTA_EXCEEDED': 90 });
  const wallets = await Promise.all(customers.map((customer) => customer.wallet()));
  expect(tally(wallets.map(({ creditBalance }) => String(creditBalance)))).toEqual({ 50000: 10, 100000: 90 });
  expect(await dataSource.manager.findOneByOrFail(ServicePlan, { id: planId })).toMatchObject({
    usedQuota: 10,
  });
});

test('20 orders at once on a wallet that affords one: one', async () => {
  const customer = await aPerson(70_000);
  const services = await Promise.all(Array.from({ length: 20 }, () => aService(dataSource)));
  const codes = await Promise.all(
    services.map(({ planIds: [planId = ''] }) => codeOf(customer.subscribe(planId, `order-of-${planId}`))),
  );
  expect(tally(codes)).toEqual({ created: 1, '402 INSUFFICIENT_CREDIT': 19 });
  expect(await customer.wallet()).toMatchObject({ creditBalance: 20_000 });
});

test('the same Idempotency-Key: one subscription and the same answer, also ten times at once', async () => {
  const customer = await aPerson(200_000);
  const { id } = await planOf('n8n', 'BASIC');
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => customer.subscribe(id, 'one-intent', { instanceName: 'Shop' })),
  );
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect((await customer.subscriptions()).total).toBe(1);
  expect(await customer.wallet()).toMatchObject({ creditBalance: 150_000 });
  expect(await codeOf(customer.subscribe(id, 'one-intent', { instanceName: 'Other' }))).toBe('409 CONFLICT');
  expect(await codeOf(customer.subscribe(id, 'another-intent'))).toBe('409 DUPLICATE_SUBSCRIPTION');
});
