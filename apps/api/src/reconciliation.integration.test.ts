import type { DifferenceView } from '@minispod/contracts/payments';
import { newId } from '@minispod/domain/id';
import { ToldGateway } from '@minispod/domain/reconciliation/office.test-fixture';
import { paidTopUp } from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { brokenBooks } from './testing/books.js';
import { type Api, startApi } from './testing/start-api.js';

let api: Api;
let tokens: string[];
let customer: { accessToken: string; user: { id: string } };
beforeAll(async () => {
  const midtrans = new ToldGateway('midtrans');
  api = await startApi({ gateways: new Map([[midtrans.name, midtrans]]), poolSize: 20 });
  tokens = [(await api.administrator()).accessToken, (await api.administrator()).accessToken];
  customer = await api.person();
});
afterEach(async () => {
  expect(await brokenBooks(api)).toEqual([]);
});
afterAll(() => api.close());

const HEADER = 'Order ID,Transaction Type,Gross Amount,Fee,Net Amount,Settlement Time\n';
const row = (orderId: string, gross: number, fee = 700) =>
  `${orderId},payment,${gross},${fee},${gross - fee},2026-03-02 10:00:00\n`;

async function send(content: string | Buffer, token = tokens[0]) {
  const form = new FormData();
  form.append('file', new Blob([content]), 'march.csv');
  const { headers, body } = new Request('http://x', { method: 'POST', body: form });
  const response = await api.app.inject({
    method: 'POST',
    url: '/api/admin/reconciliation/imports',
    headers: { authorization: `Bearer ${token}`, 'content-type': headers.get('content-type') ?? '' },
    payload: Buffer.from(await new Response(body).arrayBuffer()),
  });
  return { status: response.statusCode, ...response.json() };
}
const admin = (method: 'GET' | 'POST', path: string, body?: object, by = 0, headers = {}) =>
  api.ask(method, `/api/admin/reconciliation${path}`, { token: tokens[by], headers, ...(body && { body }) });
const differences = async (query = ''): Promise<DifferenceView[]> =>
  (await admin('GET', `/differences${query}`)).body.data.items;
const paid = async (amount: number): Promise<string> => {
  await paidTopUp(api.dataSource, customer.user.id, amount, new Date('2026-03-02T03:00:00Z'));
  const [{ id }] = await api.dataSource.query('SELECT id FROM payments ORDER BY id DESC LIMIT 1');
  return id;
};
const counts = async () =>
  (
    await api.dataSource.query(
      `SELECT (SELECT count(*)::int FROM settlement_imports) AS imports, (SELECT count(*)::int FROM settlement_lines) AS lines`,
    )
  )[0];

test('a file that is cut or wrong is refused whole, with the line and the column', async () => {
  const before = await counts();
  const good = row(newId(), 50_000);
  const broken: [string | Buffer, Record<string, string>][] = [
    [HEADER + good + good.slice(0, 30), { line: '3' }],
    [HEADER.replace('Gross Amount', 'Jumlah Lain') + good, { line: '1', column: 'gross_amount' }],
    [HEADER + good + row(newId(), 50_000).replace('50000', 'fifty'), { line: '3', column: 'Gross Amount' }],
    [
      HEADER + row(newId(), 50_000).replace('2026-03-02', '2026-02-30'),
      { line: '2', column: 'Settlement Time' },
    ],
    [HEADER + row(newId(), 50_000).replace('49300', '49301'), { line: '2', column: 'Net Amount' }],
    [HEADER, { file: 'has no line' }],
    [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]), { file: 'Must be a CSV file' }],
  ];
  for (const [content, details] of broken) {
    const { status, error } = await send(content);
    expect([status, error.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(error.details).toMatchObject(details);
    if (details.line) expect(error.details.file).toMatch(new RegExp(`^Line ${details.line}`));
  }
  expect(await counts()).toEqual(before);
});

test('is for administrators', async () => {
  const file = HEADER + row(newId(), 50_000);
  expect((await send(file, customer.accessToken)).status).toBe(403);
  expect((await send(file, 'nobody')).status).toBe(401);
});

test('a file is imported, matched, seen and its difference resolved once by two administrators with one key each', async () => {
  const payment = await paid(50_000);
  const file = HEADER + row(payment, 50_000) + row(payment, 50_000) + row('another-shop', 9_000);
  const first = await send(file);
  expect(first.data).toMatchObject({
    isNew: true,
    gateway: 'midtrans',
    fileName: 'march.csv',
    lines: 3,
    matched: 1,
    open: 2,
  });
  expect((await send(file)).data).toMatchObject({ id: first.data.id, isNew: false });
  const { items } = (await admin('GET', '/imports')).body.data;
  expect(items).toMatchObject([{ id: first.data.id, gross: 109_000, fees: 2_100, net: 106_900 }]);

  const [twice, unknown] = await differences('?status=OPEN');
  expect(twice).toMatchObject({
    kind: 'TWICE_THERE',
    line: 2,
    transactionId: payment,
    user: { id: customer.user.id },
  });
  expect(unknown).toMatchObject({ kind: 'MISSING_HERE', orderId: 'another-shop', user: null });
  const resolve = (by: number, resolution: string) =>
    admin('POST', `/differences/${twice?.id}/resolve`, { resolution, reason: 'Paid twice' }, by, {
      'idempotency-key': `resolving-${by}`,
    });
  const answers = await Promise.all([resolve(0, 'CREDIT'), resolve(1, 'WRITE_OFF')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const winner = answers.findIndex(({ status }) => status === 200);
  const again = await resolve(winner, winner === 0 ? 'CREDIT' : 'WRITE_OFF');
  expect(again.body.data).toEqual(answers[winner]?.body.data);
  expect(await differences('?status=RESOLVED')).toMatchObject([{ id: twice?.id, choices: [] }]);
  expect(
    (
      await admin('POST', `/differences/${unknown?.id}/resolve`, {
        resolution: 'LATER',
        reason: 'It will come',
      })
    ).status,
  ).toBe(409);
  expect(
    (await admin('POST', `/differences/${unknown?.id}/resolve`, { resolution: 'WRITE_OFF', reason: ' ' }))
      .status,
  ).toBe(400);
});
