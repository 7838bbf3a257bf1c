import { existsSync } from 'node:fs';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { PaymentMethodsView, TopUpInput, TopUpView, WalletView } from '@minispod/contracts/wallet';
import { createDataSource } from '@minispod/database/data-source';
import { brokenRules } from '@minispod/testing/books';
import { type Product, startProduct } from '@minispod/testing/product';
import { endPayment } from '@minispod/testing/sandboxes';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { en as t } from '../apps/console/src/texts/en/index.js';
import { chromiumOptions, chromiumPath, expectAccessible, say } from './console-pages.js';
import { givenPeople, type People } from './console-people.js';
import type { ViewOf } from './owner.js';

const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.skipIf(!existsSync(chromiumPath))(
  'payments at the office (a Chromium: MINISPOD_TEST_CHROMIUM)',
  () => {
    let product: Product;
    let browser: Browser;
    let people: People;
    let context: BrowserContext;
    let page: Page;
    let mistakes: string[];

    beforeAll(async () => {
      product = await startProduct();
      browser = await chromium.launch(chromiumOptions);
      people = await givenPeople(browser, product);
    });
    afterAll(async () => {
      await browser.close();
      await product.stop();
    });
    beforeEach(async ({ onTestFailed }) => {
      onTestFailed(() => void process.stderr.write(product.output()));
      mistakes = [];
      context = await browser.newContext({
        storageState: people.operator,
        locale: 'en-GB',
        reducedMotion: 'reduce',
        viewport: { width: 1280, height: 900 },
      });
      context.setDefaultTimeout(20_000);
      const english = { data: { locale: 'en' }, headers: { origin: product.url } };
      expect((await context.request.post(`${product.url}/trpc/auth.updateProfile`, english)).ok()).toBe(true);
      context.on('weberror', (each) => mistakes.push(String(each.error())));
      context.on('console', (message) => {
        // A list that is refused is answered 400, which Chromium calls an error.
        const isRefusal = message.text().includes('400') && message.location().url.endsWith('/imports');
        if (message.type() === 'error' && !isRefusal) mistakes.push(message.text());
      });
      page = await context.newPage();
    });
    afterEach(async () => {
      await context.close();
      expect(mistakes, 'errors on the pages').toEqual([]);
      const dataSource = await createDataSource({ url: product.databaseUrl }).initialize();
      expect(await brokenRules(dataSource)).toEqual([]);
      await dataSource.destroy();
    });

    const open = (path: string) => page.goto(`${product.url}/admin/payments${path}`);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const topUp = (input: TopUpInput) => people.call<TopUpView>('wallet.topUp', input);
    const statusOf = ({ transactionId }: TopUpView) =>
      people.ask<TopUpView>('wallet.topUpStatus', { transactionId });

    /** A transfer by hand whose owner has sent a picture of it. */
    async function givenProof(amount: number): Promise<TopUpView> {
      const transfer = await topUp({ amount, paymentMethod: 'MANUAL_TRANSFER' });
      const owner = await browser.newContext({ storageState: people.owner });
      const path = `/api/user/wallet/topup/${transfer.transactionId}/proof`;
      const file = { name: 'bukti.png', mimeType: 'image/png', buffer: DOT };
      const sent = await owner.request.post(product.url + path, {
        headers: { origin: product.url },
        multipart: { file },
      });
      expect(sent.status(), await sent.text()).toBe(200);
      await owner.close();
      return transfer;
    }

    test('of two proofs the older is approved and the other rejected, by keyboard alone', async () => {
      const before = await people.ask<ViewOf<typeof WalletView>>('wallet.get', {});
      const [first, second] = [await givenProof(150_000), await givenProof(80_000)];
      await open('/proofs');
      await page
        .getByRole('img', { name: new RegExp(formatRupiah(first.amount).replace('.', '\\.')) })
        .waitFor();
      await expectAccessible(page);

      await page.keyboard.press('a');
      const words = { amount: formatRupiah(first.amount), customer: 'Dewi Lestari' };
      const sure = page.getByRole('dialog', { name: say(t.payments.proofs.approveTitle, words) });
      await sure.waitFor();
      await expectAccessible(page);
      await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain(words.amount);
      await page.keyboard.press('Enter');
      await page.getByText(say(t.payments.proofs.approved, words)).waitFor();

      await page
        .getByRole('img', { name: new RegExp(formatRupiah(second.amount).replace('.', '\\.')) })
        .waitFor();
      await page.keyboard.press('r');
      await page.getByRole('dialog').getByLabel(t.admin.reason).fill('It is not on our statement');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: t.payments.proofs.none }).waitFor();

      const { creditBalance } = await people.ask<ViewOf<typeof WalletView>>('wallet.get', {});
      expect(creditBalance - before.creditBalance).toBe(first.amount);
      expect(await statusOf(second)).toMatchObject({
        paymentStatus: 'FAILED',
        failure: 'REJECTED',
        reviewNote: 'It is not on our statement',
      });
    });

    test('a settlement list is refused by line and column, then taken; its difference is decided', async () => {
      const paid = await topUp({ amount: 100_000, paymentMethod: 'QRIS' });
      await endPayment(product, paid.transactionId);
      await vi.waitFor(async () => expect((await statusOf(paid)).paymentStatus).toBe('PAID'), 20_000);
      const list = (gross: string) =>
        Buffer.from(
          `order_id,gross_amount,fee,settlement_time\n${paid.transactionId},${gross},700,2026-01-31 10:00:00\n`,
        );

      await open('/reconciliation');
      await page.getByRole('heading', { name: t.reconciliation.differences.title }).waitFor();
      await expectAccessible(page);
      await button(t.reconciliation.import.open).click();
      const choose = async (gross: string) => {
        const file = { name: 'settlement.csv', mimeType: 'text/csv', buffer: list(gross) };
        await page.locator('input[type=file]').setInputFiles(file);
        await button(t.reconciliation.import.do).click();
      };
      await choose('a hundred');
      const where = say(t.reconciliation.import.where, { line: '2', column: 'gross_amount' });
      await page.getByRole('alert').filter({ hasText: where }).waitFor();
      await expectAccessible(page);
      await choose('99000');
      await page.getByText(t.reconciliation.import.differences_one).waitFor();
      await page.getByText(t.reconciliation.differences.kind.AMOUNT_DIFFERS, { exact: true }).waitFor();
      await expectAccessible(page);

      await page
        .getByRole('button', { name: new RegExp(`^${t.reconciliation.differences.resolve}:`) })
        .click();
      await page.getByRole('radio', { name: t.reconciliation.resolve.choice.WRITE_OFF }).check();
      await page.getByLabel(t.reconciliation.resolve.reason, { exact: true }).fill('Fee of the exchange');
      await expectAccessible(page);
      await button(say(t.reconciliation.resolve.doWriteOff, { amount: formatRupiah(1_000) })).click();
      await page.getByText(t.reconciliation.differences.none).waitFor();
      await page.getByText(t.reconciliation.differences.resolved, { exact: true }).click();
      await page.getByText(/Fee of the exchange/).waitFor();
      await page.getByText(new RegExp(`${t.reconciliation.resolution.WRITE_OFF} by Administrator`)).waitFor();
    });

    test('who is put first takes the next payment; what is turned off is no choice any more', async () => {
      const wallets = async () => {
        const { items } = await people.ask<ViewOf<typeof PaymentMethodsView>>('wallet.methods', {});
        return items.flatMap(({ wallet }) => wallet ?? []).sort();
      };
      expect(await wallets()).toContain('gopay');
      await open('/gateways');
      await page.getByRole('heading', { name: t.payments.gateways.routes }).waitFor();
      await expectAccessible(page);
      const { midtrans, tripay } = t.payments.gateway;
      const route = (method: keyof typeof t.topUp.methods) =>
        page
          .getByRole('listitem')
          .filter({ has: page.getByText(t.topUp.methods[method], { exact: true }) })
          .filter({ has: page.getByRole('switch') });

      await route('BANK_TRANSFER')
        .getByRole('button', { name: new RegExp(`^${t.payments.gateways.front}`) })
        .click();
      const order = `${tripay}, ${midtrans}`;
      await route('BANK_TRANSFER').getByText(say(t.payments.gateways.saved, { order })).waitFor();
      const opened = await topUp({ amount: 50_000, paymentMethod: 'BANK_TRANSFER', bank: 'bca' });
      expect(opened.gateway).toBe('tripay');

      await route('E_WALLET')
        .getByRole('switch', { name: new RegExp(midtrans) })
        .click();
      await route('E_WALLET')
        .getByText(say(t.payments.gateways.saved, { order: tripay }))
        .waitFor();
      expect(await wallets()).toEqual(['ovo', 'shopeepay']);

      await open(`/${opened.transactionId}`);
      await page.getByText(`${t.topUp.methods.BANK_TRANSFER} · BCA · ${tripay}`).waitFor();
      await expectAccessible(page);
    });
  },
);
