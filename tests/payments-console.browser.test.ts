import { existsSync } from 'node:fs';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { type Product, startProduct } from '@minispod/testing/product';
import { RestClient } from '@minispod/testing/rest-client';
import { endPayment } from '@minispod/testing/sandboxes';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { en } from '../apps/console/src/texts/en/index.js';
import { id } from '../apps/console/src/texts/id/index.js';
import { chromiumOptions, chromiumPath, expectAccessible, say } from './console-pages.js';

const DESK = { locale: 'en-GB', viewport: { width: 1280, height: 900 } };
const PHONE = { locale: 'id-ID', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const amount = formatRupiah(100_000);
const price = formatRupiah(50_000);
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.skipIf(!existsSync(chromiumPath))(
  'paying in the console (a Chromium: MINISPOD_TEST_CHROMIUM)',
  () => {
    let product: Product;
    let browser: Browser;
    let context: BrowserContext;
    let mistakes: string[];

    beforeAll(async () => {
      product = await startProduct();
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

    /** A page of somebody who has just registered and has no credit. */
    async function open(options: typeof DESK | typeof PHONE, path: string): Promise<Page> {
      context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
      context.setDefaultTimeout(20_000);
      context.on('weberror', (each) => mistakes.push(String(each.error())));
      const registered = await context.request.post(`${product.url}/trpc/auth.register`, {
        headers: { origin: product.url },
        data: {
          name: 'Siti Rahmawati',
          locale: options.locale.slice(0, 2),
          email: `siti-${Date.now()}@example.test`,
          password: 'only-for-tests-1',
        },
      });
      expect(registered.ok()).toBe(true);
      const page = await context.newPage();
      await page.goto(`${product.url}${path}`);
      return page;
    }

    /** Of the payment that the page waits for. */
    async function transactionOf(page: Page): Promise<string> {
      await page.waitForURL(/\/wallet\/top-up\/[0-9a-f-]{36}/);
      return new URL(page.url()).pathname.split('/')[3] ?? '';
    }

    const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
    const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
    const choose = (page: Page, name: string | RegExp) => page.getByRole('radio', { name }).click();

    test('a virtual account is paid, its steps known, its receipt there', async () => {
      const t = en;
      const page = await open(DESK, '/wallet/top-up?amount=15000000');
      // QRIS ends at ten million: it says so, and a bank is chosen instead.
      expect(await page.getByRole('radio', { name: /QRIS.*Only Rp10K – Rp10M/ }).isDisabled()).toBe(true);
      await page.getByText(amount, { exact: true }).click();
      await choose(page, 'BRI');
      await press(page, say(t.topUp.pay, { amount }));
      await heading(page, say(t.topUp.payBy, { way: 'BRI' }));
      await page.getByText(t.topUp.vaNumber, { exact: true }).waitFor();
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await press(page, `${t.common.copy}: ${t.topUp.vaNumber}`);
      const number = await page.evaluate<string>('navigator.clipboard.readText()');
      expect(number).toMatch(/^\d{10,}$/);
      await page.getByText(`type ${number}`).waitFor();
      await page.getByText('ATM', { exact: true }).click();
      await page.getByText('then BRIVA').waitFor();
      await expectAccessible(page);
      const transactionId = await transactionOf(page);
      await endPayment(product, transactionId);
      await heading(page, say(t.topUp.paidTitle, { amount }));
      await expectAccessible(page);
      const receipt = await page.getByRole('link', { name: t.wallet.receipt }).getAttribute('href');
      const paper = await context.request.get(`${product.url}${receipt}`);
      expect(paper.headers()['content-type']).toContain('application/pdf');

      await page.goto(`${product.url}/wallet/top-up`);
      // How it was paid last stands alone.
      await page.getByRole('radio', { name: 'BRI', checked: true }).waitFor();
      expect(await page.getByRole('radio', { name: 'QRIS' }).count()).toBe(0);
      await press(page, t.topUp.otherWays);
      await page.getByRole('radio', { name: 'QRIS' }).waitFor();
    });

    test('another way is chosen, which cancels the first; then it is cancelled by keyboard alone', async () => {
      const t = en;
      const page = await open(DESK, '/wallet/top-up');
      await choose(page, 'QRIS');
      await press(page, say(t.topUp.pay, { amount }));
      const first = await transactionOf(page);
      await page.getByRole('link', { name: t.topUp.change }).click();
      await heading(page, t.topUp.changeTitle);
      await choose(page, 'Mandiri');
      await expectAccessible(page);
      await press(page, say(t.topUp.pay, { amount }));
      await heading(page, say(t.topUp.payBy, { way: 'Mandiri' }));
      await page.getByText(t.topUp.billerCode, { exact: true }).waitFor();
      expect(await transactionOf(page)).not.toBe(first);

      await page.goto(`${product.url}/wallet`);
      const row = page.getByRole('listitem').filter({ hasText: 'Mandiri' });
      await row.waitFor();
      expect(await page.getByRole('listitem').filter({ hasText: 'QRIS' }).count()).toBe(0);
      await row.getByRole('button', { name: t.topUp.cancel }).focus();
      await page.keyboard.press('Enter');
      await heading(page, say(t.topUp.cancelTitle, { amount }));
      await expectAccessible(page);
      await page.getByRole('button', { name: t.topUp.cancelConfirm }).focus();
      await page.keyboard.press('Enter');
      await row.waitFor({ state: 'detached' });
      await page.goto(`${product.url}/wallet/top-up/${first}`);
      await page.getByText(t.topUp.failure.CANCELLED).waitFor();
    });

    test('a transfer by hand: the proof is looked at before it is sent, then approved', async () => {
      const t = id;
      const page = await open(PHONE, '/wallet/top-up');
      await choose(page, t.topUp.methods.MANUAL_TRANSFER);
      await press(page, say(t.topUp.pay, { amount }));
      await heading(page, t.topUp.proofTitle);
      const transactionId = await transactionOf(page);
      await expectAccessible(page);
      const file = page.locator('input[type=file]');
      await file.setInputFiles({
        name: 'skrip.svg',
        mimeType: 'image/svg+xml',
        buffer: Buffer.from('<svg/>'),
      });
      await page.getByRole('alert').filter({ hasText: t.topUp.proofMistake.TYPE }).waitFor();
      await file.setInputFiles({ name: 'bukti.png', mimeType: 'image/png', buffer: PIXEL });
      await page.getByRole('img', { name: t.topUp.proofPreview }).waitFor();
      await expectAccessible(page);
      await press(page, t.topUp.proofSend);
      await heading(page, t.topUp.proofReviewTitle);
      await page.getByRole('link', { name: /bukti\.png/ }).waitFor();
      await expectAccessible(page);
      const { ADMIN_PASSWORD = '' } = product.settings;
      const administrator = await RestClient.login(product.url, 'admin@minispod.local', ADMIN_PASSWORD);
      await administrator.post(`/admin/transactions/${transactionId}/approve`, {});
      await page.getByRole('heading', { name: /^Rp100\.\d{3} sudah masuk/ }).waitFor();
    });

    /** The sheet of n8n's smallest plan, and from it the payment of the whole price by QRIS. */
    async function checkOut(page: Page, t: typeof en | typeof id): Promise<string> {
      await press(page, say(t.catalog.choose, { plan: 'Basic' }));
      await page.getByRole('dialog').waitFor();
      await choose(page, 'QRIS');
      await expectAccessible(page);
      await press(page, say(t.topUp.direct.pay, { amount: price, way: 'QRIS' }));
      await page.getByRole('img', { name: say(t.topUp.qrLabel, { amount: price }) }).waitFor();
      return transactionOf(page);
    }

    test('back from paying, the order is said to wait, and can be cancelled to order anew', async () => {
      const t = en;
      const page = await open(DESK, '/catalog/n8n');
      await checkOut(page, t);
      await page.goBack();
      const waits = page
        .getByRole('status')
        .filter({ hasText: say(t.subscribe.waiting.title, { amount: price }) });
      await waits.waitFor();
      expect(
        await page
          .getByText(say(t.subscribe.obstacle.DUPLICATE_SUBSCRIPTION.title, { service: 'n8n' }))
          .count(),
      ).toBe(0);
      await expectAccessible(page);
      await waits.getByRole('link', { name: t.home.openTopUpAction }).waitFor();
      await press(page, t.subscribe.waiting.cancel);
      await press(page, t.topUp.cancelConfirm);
      await page
        .getByRole('button', { name: say(t.topUp.direct.pay, { amount: price, way: 'QRIS' }) })
        .waitFor();
    });

    test('a plan is paid at once and starts', async () => {
      const t = id;
      const page = await open(PHONE, '/catalog/n8n');
      const transactionId = await checkOut(page, t);
      await page.goto(product.url);
      await page.getByText(say(t.home.openOrder, { amount: price })).waitFor();
      await page.getByRole('link', { name: t.home.openTopUpAction }).click();
      await page.getByRole('timer').waitFor();
      await endPayment(product, transactionId);
      await page.waitForURL(/\/instances\//);
      await heading(page, t.instance.progressTitle);
    });

    test('a plan that nobody pays lapses, and can be started again', async () => {
      const t = en;
      const page = await open(DESK, '/catalog/n8n');
      const transactionId = await checkOut(page, t);
      await endPayment(product, transactionId, { outcome: 'expire' });
      await heading(page, say(t.topUp.orderLapsedTitle, { service: 'n8n' }));
      await page.getByText(t.topUp.failure.EXPIRED).waitFor();
      await expectAccessible(page);
      await page.getByRole('link', { name: say(t.topUp.orderAgain, { service: 'n8n' }) }).click();
      await page.getByRole('dialog', { name: say(t.subscribe.title, { service: 'n8n' }) }).waitFor();
    });
  },
);
