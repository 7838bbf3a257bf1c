import type { InvoiceView } from '@minispod/contracts/invoice';
import type { List } from '@minispod/contracts/shared';
import type { SubscriptionView, UpgradeQuoteView } from '@minispod/contracts/subscription';
import { createDataSource } from '@minispod/database/data-source';
import { brokenRules } from '@minispod/testing/books';
import { type Product, startProduct } from '@minispod/testing/product';
import { RestClient, sendOk, service } from '@minispod/testing/rest-client';
import { endPayment, mailsTo } from '@minispod/testing/sandboxes';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';

let product: Product;
let customer: RestClient;
let administrator: RestClient;
let subscriptionId: string;
let instanceId: string;

beforeAll(async () => {
  product = await startProduct();
  customer = await RestClient.register(product.url);
  const { ADMIN_PASSWORD = '' } = product.settings;
  administrator = await RestClient.login(product.url, 'admin@minispod.local', ADMIN_PASSWORD);
});
beforeEach(({ onTestFailed }) => onTestFailed(() => void process.stderr.write(product.output())));
afterAll(() => product.stop());

const soon = (look: () => Promise<void>) => vi.waitFor(look, { timeout: 40_000, interval: 200 });
const put = <T>(path: string, body: object): Promise<T> =>
  sendOk('PUT', `${product.url}/api${path}`, { body, token: customer.session.accessToken });
const subscription = () => customer.get<SubscriptionView>(`/user/services/subscriptions/${subscriptionId}`);
const instanceIs = (status: string) =>
  soon(async () => expect((await customer.instance(instanceId)).status).toBe(status));
const subjects = async () => (await mailsTo(product, customer.email)).map(({ subject }) => subject);

async function topUp(amount: number): Promise<void> {
  const { transactionId } = await customer.topUp(amount);
  await endPayment(product, transactionId);
  await soon(async () => expect((await customer.topUpStatus(transactionId)).status).toBe('COMPLETED'));
}

test('an app is stopped and started by its owner, and upgraded for what was quoted', async () => {
  const [basic, pro] = (await service(product.url, 'n8n')).plans;
  await topUp(200_000);
  const bought = await customer.subscribe(basic?.id ?? '', 'the-first-of-many-months');
  subscriptionId = bought.subscription.id;
  instanceId = bought.instance.id;
  await instanceIs('RUNNING');
  await customer.post(`/user/services/instances/${instanceId}/stop`, {});
  await instanceIs('STOPPED');
  await customer.post(`/user/services/instances/${instanceId}/start`, {});
  await instanceIs('RUNNING');

  const path = `/user/services/subscriptions/${subscriptionId}/upgrade`;
  const quote = await customer.get<UpgradeQuoteView>(`${path}/quote?planId=${pro?.id}`);
  const { creditBalance } = await customer.wallet();
  await put(path, { planId: pro?.id, quoteId: quote.quoteId });
  await soon(async () => expect((await subscription()).plan.id).toBe(pro?.id));
  expect((await customer.wallet()).creditBalance).toBe(creditBalance - quote.amount);
});

test('months pass for every process: warned, reminded, stopped, and back within seconds of being paid', async () => {
  await administrator.post('/admin/clock/advance', { days: 45 });
  expect(await subscription()).toMatchObject({ status: 'SUSPENDED', suspendedBy: 'BILLING' });
  await instanceIs('SUSPENDED');
  await soon(async () => {
    const told = (await subjects()).join('\n');
    expect(told).toMatch(/n8n is due in 7 days: Rp[\d.]+ is missing/);
    expect(told).toMatch(/n8n stops on \d+ \w+ \d{4}: Rp[\d.]+ is missing/);
    expect(told).toMatch(/n8n has been stopped; its data is safe until/);
  });

  await topUp(150_000);
  await soon(async () => expect((await subscription()).status).toBe('ACTIVE'));
  await instanceIs('RUNNING');
  await soon(async () => expect(await subjects()).toContain('n8n is back'));
});

test('invoices are numbered without gaps and one is mailed with its PDF', async () => {
  const { items } = await customer.get<List<InvoiceView>>('/user/invoices');
  const series = new Map<string, number[]>();
  for (const { number } of items) {
    const [, name = '', count = ''] = /^(.*)\/(\d+)$/.exec(number) ?? [];
    series.set(name, [...(series.get(name) ?? []), Number(count)]);
  }
  for (const numbers of series.values())
    expect(numbers.sort((a, b) => a - b)).toEqual(
      Array.from({ length: numbers.length }, (_, index) => index + 1),
    );
  const [invoice] = items;
  await customer.post(`/user/invoices/${invoice?.id}/send`, {});
  await soon(async () => expect((await subjects()).join('\n')).toContain(invoice?.number));

  const dataSource = await createDataSource({ url: product.databaseUrl }).initialize();
  expect(await brokenRules(dataSource)).toEqual([]);
  await dataSource.destroy();
});
