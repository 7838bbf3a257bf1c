import { textOf } from '@minispod/pdf/text-of.test-fixture';
import { bringUp, paidTopUp } from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { brokenBooks } from './testing/books.js';
import { type Api, startApi } from './testing/start-api.js';
import { subscriber } from './testing/subscriber.js';

let api: Api;
let plans: { id: string; name: string; monthlyPrice: number; planType: string }[];
beforeAll(async () => {
  api = await startApi();
  plans = (await api.ask('GET', '/api/catalog/services/n8n')).body.data.plans;
});
afterEach(async () => {
  expect(await brokenBooks(api)).toEqual([]);
});
afterAll(() => api.close());

const [BASIC, PRO] = [0, 1] as const;
const now = () => api.services.clock.now();

const somebody = ({ plan = BASIC as number } = {}) => subscriber(api, plans[plan]?.id ?? '', 1_000_000);

test('an upgrade charges exactly what was quoted, once for one key, and a used quote no more', async () => {
  const { ask, path, balance, instanceId } = await somebody();
  const planId = plans[PRO]?.id;
  const quote = (await ask('GET', `${path}/upgrade/quote?planId=${planId}`)).body.data;
  expect(quote).toMatchObject({ planId, planName: plans[PRO]?.name, nextPrice: plans[PRO]?.monthlyPrice });
  const before = await balance();
  const input = { planId, quoteId: quote.quoteId, requestId: 'upgrade-once' };
  const [first, again] = [
    await ask('PUT', `${path}/upgrade`, input),
    await ask('PUT', `${path}/upgrade`, input),
  ];
  expect(first.body.data).toMatchObject({ status: 'PENDING_UPGRADE', pendingPlanId: planId });
  expect(again.body.data).toEqual(first.body.data);
  expect(before - (await balance())).toBe(quote.amount);
  expect((await ask('POST', `/services/instances/${instanceId}/stop`, {})).body.error).toMatchObject({
    code: 'CONFLICT',
    message: 'An upgrade is under way',
  });

  await bringUp(api.dataSource, instanceId, now());
  const upgraded = (await ask('GET', path)).body.data;
  expect(upgraded).toMatchObject({ status: 'ACTIVE', plan: { id: planId }, price: plans[PRO]?.monthlyPrice });
  expect(before - (await balance())).toBe(quote.amount);
  const late = await ask('PUT', `${path}/upgrade`, { planId, quoteId: quote.quoteId });
  expect(late.body.error.code).toBe('INVALID_PLAN');
});

test('a lower plan can be planned and withdrawn, a higher one not, and priorities are kept', async () => {
  const { ask, path } = await somebody({ plan: PRO });
  const planned = await ask('PUT', path, { downgradeTo: plans[BASIC]?.id, priority: 1, autoRenew: true });
  expect(planned.body.data).toMatchObject({ downgradeTo: plans[BASIC]?.id, priority: 1 });
  expect((await ask('PUT', path, { downgradeTo: null })).body.data.downgradeTo).toBeNull();
  expect((await ask('PUT', path, { downgradeTo: plans[PRO]?.id })).body.error.code).toBe('INVALID_PLAN');
  expect((await ask('PUT', path, { priority: 0 })).body.error.details).toHaveProperty('priority');
});

test("cancelling at the period's end only stops renewing; now gives the unused share back, with a credit note", async () => {
  const { ask, path, balance, token } = await somebody();
  expect((await ask('DELETE', path)).body.data).toMatchObject({ status: 'ACTIVE', autoRenew: false });
  const before = await balance();
  const cancelled = await ask('DELETE', `${path}?when=now`);
  expect(cancelled.body.data).toMatchObject({ status: 'CANCELLED', endReason: 'CANCELLED' });
  const refunded = (await balance()) - before;
  expect(refunded).toBeGreaterThan((plans[BASIC]?.monthlyPrice ?? 0) * 0.99);
  expect((await ask('DELETE', `${path}?when=now`)).body.error.code).toBe('CONFLICT');

  const [note, invoice] = (await ask('GET', '/invoices')).body.data.items;
  expect(note).toMatchObject({ kind: 'CREDIT_NOTE', correctsNumber: invoice.number, total: refunded });
  const paper = await api.app.inject({
    url: `/api/user/invoices/${note.id}/pdf`,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(textOf(paper.rawPayload)).toContain(invoice.number);
});

test('an invoice is the same to the rupiah on screen, on paper and in the ledger, and is its owner’s alone', async () => {
  const { ask, token, user } = await somebody();
  const [invoice] = (await ask('GET', '/invoices')).body.data.items;
  expect((await ask('GET', `/invoices/${invoice.id}`)).body.data).toEqual(invoice);
  expect(invoice.number).toMatch(/^INV\/\d{4}\/\d{6}$/);
  expect(invoice.taxBase + invoice.tax).toBe(invoice.total);
  const [{ tax }] = await api.dataSource.query(
    `SELECT sum(p.amount)::bigint AS tax FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
       JOIN ledger_entries e ON e.id = p.entry_id WHERE a.kind = 'TAX' AND e.order_id = $1`,
    [invoice.orderId],
  );
  expect(tax).toBe(invoice.tax);

  const url = `/api/user/invoices/${invoice.id}/pdf`;
  const paper = await api.app.inject({ url, headers: { authorization: `Bearer ${token}` } });
  expect(paper.headers).toMatchObject({
    'content-type': 'application/pdf',
    'cache-control': 'private, no-store',
    'content-disposition': `inline; filename="${invoice.number.replaceAll('/', '-')}.pdf"`,
  });
  expect(paper.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  const dots = (amount: number) => `Rp${amount.toLocaleString('de-DE')}`;
  for (const amount of [invoice.total, invoice.tax, invoice.taxBase])
    expect(textOf(paper.rawPayload)).toContain(dots(amount));

  const stranger = (await api.person()).accessToken;
  expect((await api.ask('GET', url)).status).toBe(401);
  expect((await api.ask('GET', url, { token: stranger })).status).toBe(404);
  expect((await api.ask('GET', '/api/user/invoices/x/pdf', { token })).body.error.details).toHaveProperty(
    'id',
  );

  expect((await ask('POST', `/invoices/${invoice.id}/send`)).status).toBe(202);
  await ask('POST', `/invoices/${invoice.id}/send`);
  const sent = await api.dataSource.query(
    `SELECT mail_status FROM notifications WHERE user_id = $1 AND kind = 'INVOICE_SENT'`,
    [user.id],
  );
  expect(sent).toEqual([{ mail_status: 'PENDING' }]);
});

test('an owner stops and starts, and is told why when it makes no sense', async () => {
  const { ask, instancePath, instanceId, path } = await somebody();
  const wish = async () =>
    (
      await api.dataSource.query(
        'SELECT customer_wish, converge_since IS NOT NULL AS converging FROM service_instances WHERE id = $1',
        [instanceId],
      )
    )[0];
  expect((await ask('POST', `${instancePath}/stop`)).status).toBe(202);
  expect(await wish()).toEqual({ customer_wish: 'STOP', converging: true });
  expect((await ask('POST', `${instancePath}/stop`)).status).toBe(202);
  expect((await ask('POST', `${instancePath}/start`)).status).toBe(202);
  expect(await wish()).toEqual({ customer_wish: 'RUN', converging: true });
  await ask('DELETE', `${path}?when=now`);
  expect((await ask('POST', `${instancePath}/start`)).body.error).toMatchObject({
    code: 'CONFLICT',
    message: 'It has ended',
  });
});

test('a kept slot is for sale to nobody but who waited for it', async () => {
  const holder = await somebody({ plan: PRO });
  const planId = plans[PRO]?.id;
  await api.dataSource.query('UPDATE service_plans SET total_quota = used_quota WHERE id = $1', [planId]);
  const [waiting, other] = [await api.person(), await api.person()];
  for (const { user } of [waiting, other]) await paidTopUp(api.dataSource, user.id, 1_000_000, now());
  const url = `/api/user/services/plans/${planId}/waitlist`;
  const obstacle = async ({ accessToken: token }: typeof waiting) =>
    (await api.ask('GET', `/api/user/services/quote?planId=${planId}`, { token })).body.data.obstacle;

  const token = waiting.accessToken;
  expect((await api.ask('GET', url, { token })).body.data.entry).toBeNull();
  expect(await obstacle(waiting)).toBe('QUOTA_EXCEEDED');
  expect((await api.ask('POST', url, { token })).body.data).toMatchObject({ status: 'WAITING', position: 1 });
  await holder.ask('DELETE', `${holder.path}?when=now`);

  expect((await api.ask('GET', url, { token })).body.data.entry).toMatchObject({
    status: 'OFFERED',
    position: 0,
  });
  const shown = (await api.ask('GET', '/api/catalog/services/n8n')).body.data.plans[PRO];
  expect(shown.availableQuota).toBe(0);
  expect([await obstacle(waiting), await obstacle(other)]).toEqual([null, 'QUOTA_EXCEEDED']);

  await api.ask('DELETE', url, { token });
  expect((await api.ask('GET', url, { token })).body.data.entry).toBeNull();
  expect(await obstacle(other)).toBeNull();
});

test('mails can be switched off kind by kind, but for what must not be missed', async () => {
  const { ask, user } = await somebody();
  const set = (kind: string, mail: boolean) => ask('PUT', '/notifications/preferences', { kind, mail });
  const chosen = (items: { kind: string }[], kind: string) => items.find((item) => item.kind === kind);
  const { items } = (await set('TOP_UP_RECEIVED', false)).body.data;
  expect(chosen(items, 'TOP_UP_RECEIVED')).toMatchObject({ mail: false, isFixed: false });
  expect((await set('PAYMENT_DUE', false)).body.error.details).toEqual({ mail: 'Cannot be switched off' });
  await paidTopUp(api.dataSource, user.id, 20_000, now());
  const told = await api.dataSource.query(
    `SELECT mail_status FROM notifications WHERE user_id = $1 AND kind = 'TOP_UP_RECEIVED' ORDER BY id`,
    [user.id],
  );
  expect(told.map((row: { mail_status: string }) => row.mail_status)).toEqual(['PENDING', 'UNWANTED']);
});
