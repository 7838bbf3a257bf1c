import { randomUUID } from 'node:crypto';
import { bringUp, paidTopUp } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROCEDURES, REST } from './testing/procedures.js';
import { type Api, startApi } from './testing/start-api.js';

const PUBLIC = /^(auth\.(register|login|refresh|logout)|catalog\..*)$/;

let api: Api;
let token: string;
beforeAll(async () => {
  api = await startApi();
  token = (await api.person()).accessToken;
});
afterAll(() => api.close());

test('every procedure is known here, so that a new one is judged too', () => {
  expect(REST.length).toBeGreaterThanOrEqual(56);
  expect(PROCEDURES.filter(({ openapi }) => !openapi).map(({ type }) => type)).toEqual(
    Array(6).fill('subscription'),
  );
});

test('every procedure is closed to nobody, over both interfaces, unless it is public', async () => {
  for (const { name, method, path } of REST) {
    if (PUBLIC.test(name)) continue;
    const url = `/api${path.replace(/\{\w+\}/g, randomUUID())}`;
    const answer = await api.ask(method as 'GET', url, method === 'GET' ? {} : { body: {} });
    expect(answer.body.error.code, name).toBe('UNAUTHORIZED');
  }
  for (const { path, type } of PROCEDURES) {
    if (PUBLIC.test(path)) continue;
    const answer = await api.ask(type === 'mutation' ? 'POST' : 'GET', `/trpc/${path}`, {
      ...(type === 'mutation' && { body: {} }),
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    // A stream says so in its first event.
    expect(answer.text, path).toContain('"appCode":"UNAUTHORIZED"');
  }
});

test('what is for administrators is closed to customers, over both interfaces', async () => {
  const theirs = REST.filter(({ name }) => name.startsWith('admin.'));
  expect(theirs.length).toBeGreaterThanOrEqual(14);
  for (const { name, method, path } of theirs) {
    expect(path).toMatch(/^\/admin\//);
    const asked = { token, ...(method !== 'GET' && { body: {} }) };
    const url = `/api${path.replace(/\{\w+\}/g, randomUUID())}`;
    expect((await api.ask(method as 'GET', url, asked)).body.error.code, name).toBe('FORBIDDEN');
    const answer = await api.ask(method === 'GET' ? 'GET' : 'POST', `/trpc/${name}`, {
      ...asked,
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(answer.body.error.data.appCode, name).toBe('FORBIDDEN');
  }
});

test("what is somebody else's is NOT_FOUND", async () => {
  const owner = await api.person();
  await api.ask('POST', '/api/user/wallet/topup', {
    token: owner.accessToken,
    body: { amount: 50_000, paymentMethod: 'BANK_TRANSFER' },
  });
  const [{ id: transactionId }] = await api.dataSource.query(
    'SELECT id FROM transactions WHERE user_id = $1',
    [owner.user.id],
  );
  const [{ id: noticeId }] = await api.dataSource.query('SELECT id FROM notifications WHERE user_id = $1', [
    owner.user.id,
  ]);
  const mine = await subscribed();
  const ids: Record<string, string> = {
    'wallet.topUpStatus': transactionId,
    'wallet.checkTopUp': transactionId,
    'wallet.cancelTopUp': transactionId,
    'wallet.transaction': transactionId,
    'notifications.markRead': noticeId,
    'subscriptions.get': mine.subscription.id,
    'subscriptions.upgradeQuote': mine.subscription.id,
    'subscriptions.upgrade': mine.subscription.id,
    'subscriptions.update': mine.subscription.id,
    'subscriptions.cancel': mine.subscription.id,
    'subscriptions.pay': mine.subscription.id,
    'instances.get': mine.instance.id,
    'instances.start': mine.instance.id,
    'instances.stop': mine.instance.id,
    'instances.restart': mine.instance.id,
    'instances.retry': mine.instance.id,
    'instances.update': mine.instance.id,
    'instances.variables': mine.instance.id,
    'instances.logs': mine.instance.id,
    'instances.metrics': mine.instance.id,
    'instances.events': mine.instance.id,
    'instances.create': mine.subscription.id,
    'instances.delete': mine.instance.id,
    'instances.recover': mine.instance.id,
    'instances.domains': mine.instance.id,
    'instances.addDomain': mine.instance.id,
    'instances.checkDomain': mine.instance.id,
    'instances.moveDomain': mine.instance.id,
    'instances.removeDomain': mine.instance.id,
    'instances.setMainDomain': mine.instance.id,
    'instances.backups': mine.instance.id,
    'instances.createBackup': mine.instance.id,
    'instances.restoreBackup': mine.instance.id,
    'instances.undoRestore': mine.instance.id,
    'instances.deleteBackup': mine.instance.id,
    'instances.updateApp': mine.instance.id,
    'orders.get': mine.order.id,
    'orders.pay': mine.order.id,
    'invoices.get': mine.invoice.id,
    'invoices.send': mine.invoice.id,
  };
  const inputs: Record<string, object> = {
    'subscriptions.upgradeQuote': { planId: mine.subscription.plan.id },
    'subscriptions.upgrade': { planId: mine.subscription.plan.id },
    'orders.pay': { paymentMethod: 'QRIS' },
    'instances.update': { name: 'Mine now' },
    'instances.delete': { confirm: mine.instance.name },
    'instances.addDomain': { domain: 'shop.example.com' },
    'instances.moveDomain': { toInstanceId: mine.instance.id },
    'instances.setMainDomain': { domainId: null },
  };
  const withId = REST.filter(
    ({ name, path }) => /\{(id|transactionId)\}/.test(path) && !/^admin\./.test(name),
  );
  expect(withId.map(({ name }) => name).sort()).toEqual(Object.keys(ids).sort());
  for (const { name, method, path } of withId) {
    const input = inputs[name] ?? {};
    const inQuery = method === 'GET' || method === 'DELETE';
    const query = inQuery ? `?${new URLSearchParams({ ...input })}` : '';
    const url = `/api${path.replace(/\{\w+\}/, ids[name] ?? '').replace(/\{\w+\}/, randomUUID())}${query}`;
    const asked = inQuery ? {} : { body: input };
    const stranger = await api.ask(method as 'GET', url, { token, ...asked });
    expect(stranger.body.error.code, name).toBe('NOT_FOUND');
    const unknown = await api.ask(method as 'GET', url.replace(ids[name] ?? '', randomUUID()), {
      token,
      ...asked,
    });
    expect({ ...stranger.body, timestamp: '' }, name).toEqual({ ...unknown.body, timestamp: '' });
  }
});

/** Somebody whose paid app runs, so that there is one of everything. */
async function subscribed() {
  const person = await api.person();
  await paidTopUp(api.dataSource, person.user.id, 100_000, new Date());
  const plan = (await api.ask('GET', '/api/catalog/services/n8n')).body.data.plans[0];
  const answer = await api.ask('POST', '/api/user/services/subscribe', {
    token: person.accessToken,
    body: { planId: plan.id },
  });
  expect(answer.status, answer.text).toBe(201);
  await bringUp(api.dataSource, answer.body.data.instance.id, new Date());
  const { body } = await api.ask('GET', '/api/user/invoices', { token: person.accessToken });
  const data = { ...answer.body.data, invoice: body.data.items[0] };
  for (const [what, path] of [
    ['subscription', 'services/subscriptions'],
    ['instance', 'services/instances'],
    ['order', 'orders'],
    ['invoice', 'invoices'],
  ] as const) {
    const own = await api.ask('GET', `/api/user/${path}/${data[what].id}`, {
      token: person.accessToken,
    });
    expect(own.status, own.text).toBe(200);
  }
  return data;
}
