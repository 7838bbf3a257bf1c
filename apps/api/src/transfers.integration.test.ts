import type { AdminPaymentDetail } from '@minispod/contracts/payments';
import type { TopUpView } from '@minispod/contracts/wallet';
import { lapseTransfers } from '@minispod/domain/payment/lapse-transfers';
import { textOf } from '@minispod/pdf/text-of.test-fixture';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { z } from 'zod';
import { brokenBooks } from './testing/books.js';
import { type Api, startApi } from './testing/start-api.js';

const ACCOUNT = { bank: 'BCA', number: '0000000000', holder: 'PT Contoh' };
const PDF = '%PDF-1.7\n%%EOF\n';

let api: Api;
let administrators: string[];
let token: string;
let userId: string;
beforeAll(async () => {
  api = await startApi({ bankAccounts: [ACCOUNT], poolSize: 20 });
  administrators = (await Promise.all([api.administrator(), api.administrator()])).map(
    ({ accessToken }) => accessToken,
  );
});
beforeEach(async () => {
  const somebody = await api.person();
  token = somebody.accessToken;
  userId = somebody.user.id;
});
afterEach(async () => {
  expect(await brokenBooks(api)).toEqual([]);
});
afterAll(() => api.close());

async function open(as = token, amount = 100_000): Promise<TopUpView> {
  const body = { amount, paymentMethod: 'MANUAL_TRANSFER' };
  const { status, text, body: answer } = await api.ask('POST', '/api/user/wallet/topup', { token: as, body });
  if (status !== 201) throw new Error(text);
  return answer.data;
}

async function prove(transactionId: string, content = PDF) {
  const form = new FormData();
  form.append('file', new Blob([content]), 'bukti.pdf');
  const { headers, body } = new Request('http://x', { method: 'POST', body: form });
  const response = await api.app.inject({
    method: 'POST',
    url: `/api/user/wallet/topup/${transactionId}/proof`,
    headers: { authorization: `Bearer ${token}`, 'content-type': headers.get('content-type') ?? '' },
    payload: Buffer.from(await new Response(body).arrayBuffer()),
  });
  return { status: response.statusCode, ...response.json() };
}

const decide = (by: number, id: string, what: 'approve' | 'reject') =>
  api.ask('POST', `/api/admin/transactions/${id}/${what}`, {
    token: administrators[by],
    body: { reason: what === 'reject' ? 'Nothing on the statement' : 'On the statement' },
  });
const see = async (id: string): Promise<TopUpView> =>
  (await api.ask('GET', `/api/user/wallet/topup/${id}`, { token })).body.data;
const balance = async () => (await api.ask('GET', '/api/user/wallet', { token })).body.data.creditBalance;
const notices = async (): Promise<{ title: string; body: string }[]> =>
  (await api.ask('GET', '/api/user/notifications', { token })).body.data.items;
const queue = async (filter: string): Promise<{ transactionId: string }[]> =>
  (await api.ask('GET', `/api/admin/transactions?${filter}`, { token: administrators[0] })).body.data.items;
const mailed = async (kind: string) =>
  api.dataSource.query('SELECT mail_status, data FROM notifications WHERE user_id = $1 AND kind = $2', [
    userId,
    kind,
  ]);

test('is offered beside the gateways, with the accounts to transfer to and an amount of its own', async () => {
  const { items } = (await api.ask('GET', '/api/user/wallet/methods?amount=100000', { token })).body.data;
  expect(items.at(-1)).toMatchObject({
    method: 'MANUAL_TRANSFER',
    name: 'BCA',
    shows: 'TRANSFER',
    isAvailable: true,
  });
  const others = await Promise.all(Array.from({ length: 6 }, () => api.person()));
  const opened = await Promise.all(others.map(({ accessToken }) => open(accessToken)));
  expect(new Set(opened.map(({ amount }) => amount)).size).toBe(6);
  for (const { amount, instructions, paymentStatus } of opened) {
    expect(amount).toBeGreaterThan(100_000);
    expect(instructions).toEqual({ kind: 'TRANSFER', amount, accounts: [ACCOUNT] });
    expect(paymentStatus).toBe('PENDING');
  }
});

test('proved, queued, approved by two at once: credited once to the rupiah, told once, with a receipt', async () => {
  const { transactionId, amount } = await open();
  expect((await prove(transactionId)).data).toMatchObject({ paymentStatus: 'IN_REVIEW', canCancel: false });
  expect((await queue('status=IN_REVIEW')).map((item) => item.transactionId)).toContain(transactionId);
  const early = await receipt(transactionId);
  expect(early.statusCode).toBe(409);

  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) => decide(index % 2, transactionId, 'approve')),
  );
  for (const { status, body } of answers) {
    const detail: z.infer<typeof AdminPaymentDetail> = body.data;
    expect({ status, paymentStatus: detail.paymentStatus }).toEqual({ status: 200, paymentStatus: 'PAID' });
  }
  expect(await balance()).toBe(amount);
  expect(await queue(`status=IN_REVIEW&userId=${userId}`)).toEqual([]);
  expect(await see(transactionId)).toMatchObject({ status: 'COMPLETED', canCancel: false });
  expect(await mailed('TOP_UP_RECEIVED')).toEqual([
    { mail_status: 'PENDING', data: expect.objectContaining({ amount, transactionId }) },
  ]);
  expect((await decide(1, transactionId, 'reject')).body.error.code).toBe('CONFLICT');

  const paper = await receipt(transactionId);
  expect(paper.headers).toMatchObject({
    'content-type': 'application/pdf',
    'cache-control': 'private, no-store',
    'content-disposition': `inline; filename="receipt-${transactionId}.pdf"`,
  });
  expect(textOf(paper.rawPayload)).toContain(`Rp${amount.toLocaleString('de-DE')}`);
  expect((await receipt(transactionId, (await api.person()).accessToken)).statusCode).toBe(404);
  expect((await receipt(transactionId, 'nobody')).statusCode).toBe(401);
});

const receipt = (id: string, as = token) =>
  api.app.inject({
    url: `/api/user/wallet/transactions/${id}/receipt`,
    headers: { authorization: `Bearer ${as}` },
  });

test('rejected with a reason that the customer reads and is mailed; nothing is credited', async () => {
  const { transactionId } = await open();
  await prove(transactionId);
  const answers = await Promise.all([0, 1].map((by) => decide(by, transactionId, 'reject')));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await see(transactionId)).toMatchObject({
    status: 'FAILED',
    failure: 'REJECTED',
    reviewNote: 'Nothing on the statement',
  });
  expect(await balance()).toBe(0);
  const [notice] = await notices();
  expect(notice?.body).toContain('Nothing on the statement');
  expect(await mailed('TOP_UP_FAILED')).toMatchObject([
    { mail_status: 'PENDING', data: { note: 'Nothing on the statement' } },
  ]);
  expect((await prove(transactionId)).error.code).toBe('CONFLICT');
});

test('lapses after three days without a proof, not with one; money that comes later is credited and marked', async () => {
  const [unproved, proved] = [await open(), await open()];
  await prove(proved.transactionId);
  const advance = (days: number) =>
    api.ask('POST', '/api/admin/clock/advance', { token: administrators[0], body: { days } });
  const sweep = () => lapseTransfers(api.dataSource, api.services.clock.now());
  await advance(2);
  expect(await sweep()).toBe(0);
  await advance(2);
  await sweep();
  expect(await see(unproved.transactionId)).toMatchObject({ status: 'FAILED', failure: 'EXPIRED' });
  expect(await see(proved.transactionId)).toMatchObject({ paymentStatus: 'IN_REVIEW' });
  expect(await mailed('TOP_UP_FAILED')).toHaveLength(1);

  await decide(0, unproved.transactionId, 'approve');
  expect(await balance()).toBe(unproved.amount);
  expect((await queue('flagged=true')).map((item) => item.transactionId)).toEqual([unproved.transactionId]);
});

test('is decided by administrators alone, and only where no gateway knows better', async () => {
  const { transactionId } = await open();
  for (const as of [token, (await api.person()).accessToken])
    expect(
      (await api.ask('POST', `/api/admin/transactions/${transactionId}/approve`, { token: as, body: {} }))
        .status,
    ).toBe(403);
  const page = { amount: 50_000, paymentMethod: 'BANK_TRANSFER' };
  await api.ask('POST', '/api/user/wallet/topup', { token, body: page });
  const [newest] = (await api.ask('GET', '/api/user/wallet/topups/open', { token })).body.data.items;
  expect((await decide(0, newest.transactionId, 'approve')).body.error.code).toBe('CONFLICT');
  expect(await balance()).toBe(0);
});

test('is not offered where no account is configured', async () => {
  const without = await startApi();
  const { accessToken } = await without.person();
  const asked = { token: accessToken, body: { amount: 100_000, paymentMethod: 'MANUAL_TRANSFER' } };
  expect((await without.ask('POST', '/api/user/wallet/topup', asked)).body.error.code).toBe('UNAVAILABLE');
  await without.close();
});
