import { existsSync } from 'node:fs';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { type Product, startProduct } from '@minispod/testing/product';
import { setCluster } from '@minispod/testing/sandboxes';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { en } from '../apps/console/src/texts/en/index.js';
import { chromiumOptions, chromiumPath, say } from './console-pages.js';
import { givenPeople, givenService, type People } from './console-people.js';
import { desk, Visits } from './console-visits.js';

const price = formatRupiah(50_000);

describe.skipIf(!existsSync(chromiumPath))('without a network (a Chromium: MINISPOD_TEST_CHROMIUM)', () => {
  let product: Product;
  let browser: Browser;
  let people: People;
  let visits: Visits;
  let serviceId: string;

  beforeAll(async () => {
    product = await startProduct();
    await setCluster(product, { readyAfterMs: 500 });
    browser = await chromium.launch(chromiumOptions);
    people = await givenPeople(browser, product);
    serviceId = await givenService(people, 'Toko', { service: 'uptime-kuma', plan: 'BASIC' });
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });
  beforeEach(({ onTestFailed }) => {
    visits = new Visits(browser, product);
    onTestFailed(() => void process.stderr.write(product.output()));
  });
  // What fails without a network is what these tests are about.
  afterEach(async () => {
    visits.forgive();
    await visits.end();
  });

  const orders = async () => (await people.ask<{ total: number }>('orders.list', {})).total;
  const sheetOf = (page: Page) =>
    page.getByRole('dialog', { name: say(en.subscribe.title, { service: 'n8n' }) });

  async function openSheet(): Promise<Page> {
    const page = await visits.open(people.owner, desk, '/catalog/n8n');
    await page.getByRole('button', { name: say(en.catalog.choose, { plan: 'Basic' }) }).click();
    await sheetOf(page)
      .getByRole('button', { name: say(en.subscribe.pay, { amount: price }) })
      .waitFor();
    return page;
  }

  test('an order pressed offline and given up is not placed when the network returns', async () => {
    const before = await orders();
    const page = await openSheet();
    const sheet = sheetOf(page);
    await page.context().setOffline(true);
    await page.getByText(en.frame.offline).waitFor({ state: 'attached' });
    await sheet.getByRole('button', { name: say(en.subscribe.pay, { amount: price }) }).click();
    await sheet.getByText(en.errors.text.OFFLINE).waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    await page.context().setOffline(false);
    await page.getByText(en.frame.offline).waitFor({ state: 'detached' });
    // Whatever would be sent by itself now was sent before this question.
    const answered = page.waitForResponse((response) => response.url().includes('subscriptions.quote'));
    await page.getByRole('button', { name: say(en.catalog.choose, { plan: 'Basic' }) }).click();
    await answered;
    expect(await orders()).toBe(before);
    expect(new URL(page.url()).pathname).toBe('/catalog/n8n');
  });

  test('a sheet stays as long as the order pressed in it is on its way', async () => {
    const page = await openSheet();
    const sheet = sheetOf(page);
    let giveUp = () => {};
    const arrived = new Promise<void>((resolve) => {
      page.route('**/trpc/subscriptions.subscribe*', (route) => {
        giveUp = () => void route.abort();
        resolve();
      });
    });
    await sheet.getByRole('button', { name: say(en.subscribe.pay, { amount: price }) }).click();
    await arrived;
    await page.keyboard.press('Escape');
    await page.evaluate('history.back()');
    expect(await sheet.isVisible()).toBe(true);
    giveUp();
    await sheet.getByText(en.errors.text.OFFLINE).waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  });

  test('a page not visited before says what is wrong, within the frame, and comes when the network does', async () => {
    const page = await visits.open(people.owner, desk, '/');
    await page.context().setOffline(true);
    await page.getByText(en.frame.offline).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: en.frame.nav.wallet, exact: true }).click();
    await page.getByRole('alert').filter({ hasText: en.errors.title.OFFLINE }).waitFor();
    await page.getByRole('button', { name: en.common.retry }).click();
    await page.getByText(en.frame.offline).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { level: 1, name: en.wallet.title }).waitFor();
  });

  test('a tab not visited before fails in its own place', async () => {
    const page = await visits.open(people.owner, desk, `/instances/${serviceId}`);
    await page.getByRole('link', { name: en.service.tab.logs, exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: en.service.tab.logs, exact: true }).click();
    await page.getByRole('alert').filter({ hasText: en.errors.title.OFFLINE }).waitFor();
    expect(await page.getByRole('heading', { level: 1, name: 'Toko' }).isVisible()).toBe(true);
  });

  test('a server that does not answer is said to be unreachable until it does', async () => {
    const page = await visits.open(people.owner, desk, '/');
    await page.context().route('**/*', (route) => route.abort());
    await page.getByRole('navigation').getByRole('link', { name: en.frame.nav.wallet, exact: true }).click();
    await page.getByText(en.frame.unreachable).waitFor();
    await page.getByRole('alert').filter({ hasText: en.errors.title.OFFLINE }).waitFor();
    await page.context().unroute('**/*');
    await page.getByRole('button', { name: en.frame.reconnect }).click();
    await page.getByRole('heading', { level: 1, name: en.wallet.title }).waitFor();
    expect(await page.getByText(en.frame.unreachable).count()).toBe(0);
  });

  test('eight tabs share one stream, and the next takes it over when its tab is out of sight', async () => {
    const page = await visits.open(people.owner, desk, '/notifications');
    const context = page.context();
    const isStream = (request: Request) => request.url().includes('live.onChange');
    const pages = [page];
    const streams: string[] = [];
    context.on('request', (request) => {
      if (isStream(request)) streams.push(request.url());
    });
    while (pages.length < 8) {
      const next = await context.newPage();
      await next.goto(`${product.url}/notifications`);
      await next.getByRole('heading', { level: 1 }).waitFor();
      pages.push(next);
    }
    expect(streams.length).toBeLessThanOrEqual(1);

    const asked = pages.map((each) =>
      each.waitForResponse((response) => response.url().includes('notifications.list')),
    );
    await people.call('notifications.markAllRead', {});
    await Promise.all(asked);

    const letGo = context.waitForEvent('requestfailed', isStream);
    const takenOver = context.waitForEvent('request', isStream);
    await page.evaluate(`
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    `);
    await Promise.all([letGo, takenOver]);
    expect((await takenOver).frame().page()).not.toBe(page);
  });
});
