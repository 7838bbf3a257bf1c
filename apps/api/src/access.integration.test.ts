import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROCEDURES } from './testing/procedures.js';
import { type Api, startApi } from './testing/start-api.js';

const rest = PROCEDURES.flatMap(({ path, openapi }) => (openapi ? [{ name: path, ...openapi }] : []));
const PUBLIC = /^(auth\.(register|login|refresh|logout)|catalog\..*)$/;

let api: Api;
let token: string;
beforeAll(async () => {
  api = await startApi();
  token = (await api.person()).accessToken;
});
afterAll(() => api.close());

describe('every procedure', () => {
  test('is known here, so that a new one is judged too', () => {
    expect(rest.length).toBeGreaterThanOrEqual(28);
    expect(PROCEDURES.filter(({ openapi }) => !openapi).map(({ type }) => type)).toEqual(
      Array(5).fill('subscription'),
    );
  });

  test('is closed to nobody, over both interfaces, unless it is public', async () => {
    for (const { name, method, path } of rest) {
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

  test("answers NOT_FOUND for what is somebody else's", async () => {
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
      'wallet.transaction': transactionId,
      'notifications.markRead': noticeId,
      'subscriptions.get': mine.subscription.id,
      'instances.get': mine.instance.id,
      'orders.get': mine.order.id,
    };
    const withId = rest.filter(({ name, path }) => /\{(id|transactionId)\}/.test(path) && !PUBLIC.test(name));
    expect(withId.map(({ name }) => name).sort()).toEqual(Object.keys(ids).sort());
    for (const { name, method, path } of withId) {
      const url = `/api${path.replace(/\{\w+\}/, ids[name] ?? '')}`;
      const asked = method === 'GET' ? {} : { body: {} };
      const stranger = await api.ask(method as 'GET', url, { token, ...asked });
      expect(stranger.body.error.code, name).toBe('NOT_FOUND');
      const unknown = await api.ask(method as 'GET', url.replace(ids[name] ?? '', randomUUID()), {
        token,
        ...asked,
      });
      expect({ ...stranger.body, timestamp: '' }, name).toEqual({ ...unknown.body, timestamp: '' });
    }
  });

  /** Somebody with an order: the wallet is filled as a payment would. */
  async function subscribed() {
    const person = await api.person();
    const plan = await api.ask('GET', '/api/catalog/services/postgresql');
    const free = plan.body.data.plans.find(
      ({ monthlyPrice }: { monthlyPrice: number }) => monthlyPrice === 0,
    );
    const answer = await api.ask('POST', '/api/user/services/subscribe', {
      token: person.accessToken,
      body: { planId: free.id },
    });
    expect(answer.status, answer.text).toBe(201);
    for (const [what, path] of [
      ['subscription', 'services/subscriptions'],
      ['instance', 'services/instances'],
      ['order', 'orders'],
    ] as const) {
      const own = await api.ask('GET', `/api/user/${path}/${answer.body.data[what].id}`, {
        token: person.accessToken,
      });
      expect(own.status, own.text).toBe(200);
    }
    return answer.body.data;
  }
});
