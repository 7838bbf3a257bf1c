import { createDataSource } from '@minispod/database/data-source';
import { brokenRules } from '@minispod/testing/books';
import { type Product, startProduct } from '@minispod/testing/product';
import { RestClient, send, service } from '@minispod/testing/rest-client';
import { endPayment } from '@minispod/testing/sandboxes';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fetchFromLoopback } from './loopback.js';

let product: Product;
let customer: RestClient;
beforeAll(async () => {
  product = await startProduct({ env: { RATE_LIMIT: 'off' } });
});
beforeEach(async ({ onTestFailed }) => {
  onTestFailed(() => void process.stderr.write(product.output()));
  customer = await RestClient.register(product.url);
});
afterAll(async () => {
  const dataSource = await createDataSource({ url: product.databaseUrl, poolSize: 1 }).initialize();
  const broken = await brokenRules(dataSource);
  await dataSource.destroy();
  await product.stop();
  expect(broken).toEqual([]);
});

const planOf = async (slug: string) => {
  const plan = (await service(product.url, slug)).plans.find(({ planType }) => planType === 'BASIC');
  return plan ?? expect.fail(`${slug} has no BASIC plan`);
};
const orderBecomes = (id: string, status: string) =>
  vi.waitFor(async () => expect((await customer.order(id)).status).toBe(status), { timeout: 30_000 });

test('paid without prior credit: it runs and its address answers', async () => {
  const plan = await planOf('n8n');
  const { order, subscription, instance, payment } = await customer.checkout(plan.id, {
    subdomain: 'paid-at-once',
  });
  expect([order.status, subscription.status, instance.status]).toEqual([
    'PENDING_PAYMENT',
    'PENDING_PAYMENT',
    'PENDING',
  ]);
  expect(payment).toMatchObject({ amount: order.total, orderId: order.id, instructions: { kind: 'VA' } });
  expect((await planOf('n8n')).availableQuota).toBe(plan.availableQuota - 1);

  await endPayment(product, payment.transactionId);
  await orderBecomes(order.id, 'ACTIVE');
  const { status, publicUrl } = await customer.instance(instance.id);
  expect(status).toBe('RUNNING');
  const { body } = await fetchFromLoopback(publicUrl ?? '');
  expect(body).toContain('n8n');
  expect(await customer.wallet()).toMatchObject({
    creditBalance: 0,
    held: 0,
    totalTopUp: order.total,
    totalSpent: order.total,
  });
  expect((await customer.order(order.id)).payment).toMatchObject({ status: 'COMPLETED' });
});

test('lapsed, everything is free again; paid after that, the order is tried again and comes up', async () => {
  const plan = await planOf('ghost');
  const { order, instance, payment } = await customer.checkout(plan.id, { subdomain: 'paid-too-late' });
  await endPayment(product, payment.transactionId, { outcome: 'expire' });
  await orderBecomes(order.id, 'CANCELED');
  expect((await planOf('ghost')).availableQuota).toBe(plan.availableQuota);
  expect((await customer.instance(instance.id)).status).toBe('TERMINATED');
  expect((await customer.subscriptions()).items).toMatchObject([{ status: 'CANCELLED' }]);

  await endPayment(product, payment.transactionId);
  await orderBecomes(order.id, 'ACTIVE');
  expect(await customer.instance(instance.id)).toMatchObject({
    status: 'RUNNING',
    subdomain: 'paid-too-late',
  });
  expect(await customer.wallet()).toMatchObject({ creditBalance: 0, held: 0, totalSpent: order.total });
});

test('another way to pay, then called off: withdrawn everywhere', async () => {
  const { order, subscription, payment } = await customer.checkout((await planOf('ghost')).id);
  const anew = await customer.payOrder(order.id, { paymentMethod: 'QRIS' });
  expect(anew).toMatchObject({
    order: { status: 'PENDING_PAYMENT' },
    payment: { instructions: { kind: 'QR' } },
  });
  expect(await customer.topUpStatus(payment.transactionId)).toMatchObject({ paymentStatus: 'CANCELLED' });
  expect((await customer.order(order.id)).payment?.transactionId).toBe(anew.payment.transactionId);
  await send('DELETE', `${product.url}/api/user/services/subscriptions/${subscription.id}`, {
    token: customer.session.accessToken,
  });
  expect(await customer.order(order.id)).toMatchObject({
    status: 'CANCELED',
    payment: { paymentStatus: 'CANCELLED' },
  });
});
