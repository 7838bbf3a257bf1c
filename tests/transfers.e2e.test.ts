import { randomBytes } from 'node:crypto';
import type { TopUpView } from '@minispod/contracts/wallet';
import { createDataSource } from '@minispod/database/data-source';
import { brokenRules } from '@minispod/testing/books';
import { type Product, startProduct } from '@minispod/testing/product';
import { RestClient } from '@minispod/testing/rest-client';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';

interface Mail {
  subject: string;
  text: string;
  attachments?: { filename: string; content: string }[];
}

let product: Product;
let administrator: RestClient;
let customer: RestClient;
beforeAll(async () => {
  product = await startProduct();
  const { ADMIN_PASSWORD = '' } = product.settings;
  administrator = await RestClient.login(product.url, 'admin@minispod.local', ADMIN_PASSWORD);
});
beforeEach(async ({ onTestFailed }) => {
  onTestFailed(() => void process.stderr.write(product.output()));
  customer = await RestClient.register(product.url);
});
afterAll(() => product.stop());

/** One pixel; what follows it makes every proof another file. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const picture = () => Buffer.concat([Buffer.from(PNG, 'base64'), randomBytes(2_000)]);

async function proved(amount: number): Promise<TopUpView> {
  const { transactionId } = await customer.topUp(amount, { paymentMethod: 'MANUAL_TRANSFER' });
  const form = new FormData();
  form.append('file', new Blob([picture()]), 'bukti.png');
  const response = await fetch(`${product.url}/api/user/wallet/topup/${transactionId}/proof`, {
    method: 'POST',
    headers: { authorization: `Bearer ${customer.session.accessToken}` },
    body: form,
  });
  const { data } = (await response.json()) as { data: TopUpView };
  expect(data.paymentStatus).toBe('IN_REVIEW');
  return data;
}

/** The mail that says so, once it has come. */
const mail = (words: string) =>
  vi.waitFor(
    async () => {
      const to = encodeURIComponent(customer.email);
      const mails = (await (await fetch(`${product.mailbox}/api/messages?to=${to}`)).json()) as Mail[];
      const found = mails.filter(({ text }) => text.includes(words));
      expect(found, words).toHaveLength(1);
      return found[0] as Mail;
    },
    { timeout: 20_000 },
  );

test('an approved transfer is credited, and its receipt comes by mail, as it can be downloaded', async () => {
  const { transactionId, amount, instructions } = await proved(250_000);
  expect(instructions).toMatchObject({ accounts: [{ bank: 'Bank Contoh', number: '0000000000' }] });
  await administrator.post(`/admin/transactions/${transactionId}/approve`, {});
  expect(await customer.wallet()).toMatchObject({ creditBalance: amount, totalTopUp: amount });

  const { attachments = [] } = await mail('The receipt is attached.');
  expect(attachments.map(({ filename }) => filename)).toEqual([`receipt-${transactionId}.pdf`]);
  const mailed = Buffer.from(attachments[0]?.content ?? '', 'base64');
  expect(mailed.subarray(0, 5).toString()).toBe('%PDF-');
  const response = await fetch(`${product.url}/api/user/wallet/transactions/${transactionId}/receipt`, {
    headers: { authorization: `Bearer ${customer.session.accessToken}` },
  });
  expect(Buffer.from(await response.arrayBuffer()).equals(mailed)).toBe(true);
});

test('a rejected one is told by mail with the reason', async () => {
  const { transactionId } = await proved(50_000);
  const reason = 'No such amount on the statement of 2 March';
  await administrator.post(`/admin/transactions/${transactionId}/reject`, { reason });
  const { text, attachments = [] } = await mail(reason);
  expect(text).toContain('Your balance has not changed');
  expect(attachments).toEqual([]);
});

test('days pass: the sweep ends the one without a proof, tells its owner, and leaves the other', async () => {
  const unproved = await customer.topUp(50_000, { paymentMethod: 'MANUAL_TRANSFER' });
  const { transactionId } = await proved(70_000);
  await administrator.post('/admin/clock/advance', { days: 4 });
  await mail('The time for paying ran out');
  expect(await customer.topUpStatus(unproved.transactionId)).toMatchObject({ failure: 'EXPIRED' });
  expect(await customer.topUpStatus(transactionId)).toMatchObject({ paymentStatus: 'IN_REVIEW' });

  const dataSource = await createDataSource({
    url: product.databaseUrl,
    poolSize: 1,
    applicationName: 'transfers-test',
  }).initialize();
  expect(await brokenRules(dataSource)).toEqual([]);
  await dataSource.destroy();
});
