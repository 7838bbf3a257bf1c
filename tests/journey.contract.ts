import { availableParallelism, loadavg } from 'node:os';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { createDataSource } from '@minispod/database/data-source';
import { brokenRules } from '@minispod/testing/books';
import { type Product, type ProductOptions, startProduct } from '@minispod/testing/product';
import { RestClient, service } from '@minispod/testing/rest-client';
import { endPayment, mailsTo } from '@minispod/testing/sandboxes';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';

export type Look = (product: Product, instance: InstanceDetail, userId: string) => Promise<void>;

/** Register, top up, subscribe, open: by nothing but REST. Then a stop and a second start on the same data. */
export function journey(options: ProductOptions, lookAtInstance: Look): void {
  let product: Product;
  let customer: RestClient;
  let instanceId: string;
  beforeAll(async () => {
    product = await startProduct(options);
  });
  beforeEach(({ onTestFailed }) => onTestFailed(() => void process.stderr.write(product.output())));
  afterAll(() => product.stop());

  test('a bank transfer fills the wallet', async () => {
    customer = await RestClient.register(product.url);
    expect(await customer.wallet()).toMatchObject({ creditBalance: 0, totalTopUp: 0 });
    const topUp = await customer.topUp(100_000, { bank: 'bca' });
    expect(topUp).toMatchObject({
      status: 'PENDING',
      instructions: { kind: 'VA', bank: 'bca', number: expect.stringMatching(/^\d{8,}$/) },
    });
    await endPayment(product, topUp.transactionId);
    await vi.waitFor(
      async () =>
        expect(await customer.topUpStatus(topUp.transactionId)).toMatchObject({ status: 'COMPLETED' }),
      { timeout: 10_000 },
    );
    expect(await customer.wallet()).toMatchObject({ creditBalance: 100_000, totalTopUp: 100_000, held: 0 });
  });

  test('n8n is subscribed to, runs within 30 s and answers', async () => {
    const before = await basicPlan(product);
    const { instance, order, subscription } = await customer.subscribe(before.id, 'a-key-of-this-test', {
      instanceName: 'Automation',
    });
    instanceId = instance.id;
    expect(order).toMatchObject({ status: 'PAID', total: 50_000 });
    await vi.waitFor(
      async () => {
        const { status, health } = await customer.instance(instanceId);
        expect(status, health.reason ?? '').toBe('RUNNING');
      },
      { timeout: 30_000, interval: 100 },
    );
    await lookAtInstance(product, await customer.instance(instanceId), customer.session.user.id);

    expect(await customer.wallet()).toMatchObject({
      creditBalance: 50_000,
      totalTopUp: 100_000,
      totalSpent: 50_000,
      held: 0,
      upcoming: [{ subscriptionId: subscription.id, amount: 50_000 }],
    });
    expect((await customer.transactions()).items).toMatchObject([
      { type: 'SUBSCRIPTION', direction: 'OUT', amount: 50_000, status: 'COMPLETED', balanceAfter: 50_000 },
      { type: 'TOP_UP', direction: 'IN', amount: 100_000, status: 'COMPLETED', balanceAfter: 100_000 },
    ]);
    const { status, timeline } = await customer.order(order.id);
    expect(status).toBe('ACTIVE');
    const states = (subject: string) => timeline.flatMap((each) => (each.subject === subject ? each.to : []));
    expect(states('order')).toEqual(['PAID', 'PROVISIONING', 'ACTIVE']);
    expect(states('instance')).toEqual(['PENDING', 'PROVISIONING', 'RUNNING']);
    expect(states('subscription')).toEqual(['ACTIVE']);
    expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).toSorted());
    const after = await basicPlan(product);
    expect(after.availableQuota).toBe(before.availableQuota - 1);
    await vi.waitFor(async () => expect(await mailsTo(product, customer.email)).toHaveLength(3), {
      timeout: 15_000,
    });
    expect(await booksOf(product)).toEqual([]);
  });

  test('it stops without a trace, and goes on from its data within seconds', async () => {
    await product.stop({ keepData: true });
    product = await startProduct({ ...options, data: product.data });
    const returned = await RestClient.login(product.url, customer.email);
    expect(await returned.wallet()).toMatchObject({ creditBalance: 50_000 });
    await lookAtInstance(product, await returned.instance(instanceId), returned.session.user.id);
    // On a machine that others keep busy a time says nothing about us.
    const [load = 0] = loadavg();
    if (load < 2 * availableParallelism()) expect(product.startedAfter).toBeLessThan(10_000);
    expect(await booksOf(product)).toEqual([]);
  });
}

async function basicPlan({ url }: Product) {
  const { plans } = await service(url, 'n8n');
  const plan = plans.find(({ planType }) => planType === 'BASIC');
  return plan ?? expect.fail('n8n has no BASIC plan');
}

async function booksOf({ databaseUrl }: Product): Promise<string[]> {
  const dataSource = await createDataSource({ url: databaseUrl, poolSize: 1 }).initialize();
  try {
    return await brokenRules(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
