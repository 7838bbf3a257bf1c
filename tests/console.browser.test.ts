import { existsSync } from 'node:fs';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { type Product, startProduct } from '@minispod/testing/product';
import { endPayment, setCluster } from '@minispod/testing/sandboxes';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { en } from '../apps/console/src/texts/en/index.js';
import { id } from '../apps/console/src/texts/id/index.js';
import { chromiumOptions, chromiumPath, expectAccessible, say } from './console-pages.js';

const price = formatRupiah(50_000);
const amount = formatRupiah(100_000);

const looks = [
  {
    where: 'at a desk, in English',
    t: en,
    merchant: { pay: `Pay ${amount}`, back: 'Back to MinisPod' },
    options: { locale: 'en-GB', viewport: { width: 1280, height: 900 } },
  },
  {
    where: 'on a phone, in Indonesian',
    t: id,
    merchant: { pay: `Bayar ${amount}`, back: 'Kembali ke MinisPod' },
    options: { locale: 'id-ID', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  },
] as const;
type Look = (typeof looks)[number];

describe.skipIf(!existsSync(chromiumPath))('in the console (a Chromium: MINISPOD_TEST_CHROMIUM)', () => {
  let product: Product;
  let browser: Browser;
  let context: BrowserContext;
  let mistakes: string[];

  beforeAll(async () => {
    product = await startProduct();
    await setCluster(product, { readyAfterMs: 3_000 });
    browser = await chromium.launch(chromiumOptions);
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });
  beforeEach(({ onTestFailed }) => {
    mistakes = [];
    onTestFailed(() => void process.stderr.write(product.output()));
  });
  afterEach(async () => {
    await context.close();
    expect(mistakes, 'errors on the pages').toEqual([]);
  });

  async function open({ options }: Look): Promise<Page> {
    context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    context.setDefaultTimeout(30_000);
    context.on('weberror', (each) => mistakes.push(String(each.error())));
    context.on('console', (message) => {
      const { url } = message.location();
      // That a visitor is nobody yet is answered 401, which Chromium calls an error.
      const isVisitor = message.text().includes('401') && /auth\.(me|refresh)/.test(url);
      if (message.type() === 'error' && !isVisitor) mistakes.push(`${message.text()} ${url}`);
    });
    return context.newPage();
  }

  describe.each(looks)('$where', (look) => {
    const { t, merchant } = look;

    test('register, top up by e-wallet, subscribe, watch it start, open it', async () => {
      const page = await open(look);
      await register(page, look);
      await walkTo(page, t.frame.nav.wallet);
      await expectAccessible(page);
      await page.getByRole('link', { name: t.wallet.topUp, exact: true }).first().click();
      await page.getByRole('radio', { name: 'OVO' }).click();
      await expectAccessible(page);
      // Beside the console at a desk, in its place on a phone.
      const opening = 'isMobile' in look.options ? page : context.waitForEvent('page');
      await page.getByRole('button', { name: say(t.topUp.pay, { amount }) }).click();
      const payment = await opening;
      await payment.getByRole('button', { name: 'OVO' }).click();
      await payment.getByRole('button', { name: merchant.pay }).click();
      if (payment === page) await payment.getByRole('link', { name: merchant.back }).click();
      else await payment.close();
      await page.getByRole('heading', { name: say(t.topUp.paidTitle, { amount }) }).waitFor();
      await expectAccessible(page);

      await walkTo(page, t.frame.nav.catalog);
      await page.getByRole('link', { name: /n8n/ }).first().click();
      await expectAccessible(page);
      await page.getByRole('button', { name: say(t.catalog.choose, { plan: 'Basic' }) }).click();
      const sheet = page.getByRole('dialog', { name: say(t.subscribe.title, { service: 'n8n' }) });
      await sheet.getByLabel(t.subscribe.name, { exact: true }).fill('Toko');
      await expectAccessible(page);
      await sheet.getByRole('button', { name: say(t.subscribe.pay, { amount: price }) }).click();

      await page.getByRole('heading', { name: t.instance.progressTitle }).waitFor();
      for (const step of Object.values(t.instance.steps))
        await page.getByRole('listitem').filter({ hasText: step }).waitFor();
      await expectAccessible(page);
      await page.getByText(say(t.instance.readyTitle, { name: 'Toko' })).waitFor();
      await expectAccessible(page);
      const opened = context.waitForEvent('page');
      await page.getByRole('link', { name: say(t.instance.open, { name: 'Toko' }) }).click();
      const app = await opened;
      await app.waitForLoadState();
      expect(await app.title()).toContain('n8n');
      expect(new URL(app.url()).host).toMatch(new RegExp(`^n8n-\\w+\\.localhost:${product.ingressPort}$`));
      await app.close();

      await walkTo(page, t.frame.nav.wallet);
      const movement = (...words: string[]) =>
        words.reduce((rows, hasText) => rows.filter({ hasText }), page.getByRole('listitem')).waitFor();
      await movement(`${t.wallet.type.SUBSCRIPTION}: n8n Basic`, price);
      await movement(t.wallet.type.TOP_UP, amount);
      await expectAccessible(page);
      await walkTo(page, t.frame.nav.home);
      await page.getByText('Toko').first().waitFor();
      await expectAccessible(page);
    });

    test('a QRIS code counts down and turns to paid by itself', async () => {
      const page = await open(look);
      await register(page, look);
      await page.goto(`${product.url}/wallet/top-up`);
      await page.getByRole('radio', { name: t.topUp.methods.QRIS }).click();
      await page.getByRole('button', { name: say(t.topUp.pay, { amount }) }).click();
      await page.getByRole('img', { name: say(t.topUp.qrLabel, { amount }) }).waitFor();
      const timer = page.getByRole('timer');
      const first = await timer.textContent();
      await expect.poll(() => timer.textContent(), { timeout: 10_000 }).not.toBe(first);
      await expectAccessible(page);
      await endPayment(product, page.url().split('/').at(-1) ?? '');
      await page.getByRole('heading', { name: say(t.topUp.paidTitle, { amount }) }).waitFor();
    });
  });

  async function register(page: Page, { t }: Look): Promise<void> {
    await page.goto(product.url);
    await expectAccessible(page);
    await page.getByRole('link', { name: t.catalog.heroStart }).first().click();
    await page.getByLabel(t.account.name, { exact: true }).fill('Siti Rahmawati');
    await page.getByLabel(t.account.email).fill(`siti-${Date.now()}@example.test`);
    await page.getByLabel(t.account.password, { exact: true }).fill('only-for-tests-1');
    await expectAccessible(page);
    await page.getByRole('button', { name: t.account.register }).click();
    await page.getByRole('heading', { level: 1, name: /Siti/ }).waitFor();
  }

  /** By the main menu: the rail at a desk, the bar at the bottom of a phone. */
  async function walkTo(page: Page, name: string): Promise<void> {
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).first().click();
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
});
