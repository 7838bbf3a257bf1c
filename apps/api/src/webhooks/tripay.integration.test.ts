import { createHmac, randomUUID } from 'node:crypto';
import { paidTopUp } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi, TRIPAY_PRIVATE_KEY } from '../testing/start-api.js';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** A callback as no parser would write it: what is signed is what was sent. */
const callback = (merchantRef: string) =>
  `{ "reference": "DEV-T1",  "merchant_ref":"${merchantRef}", "status" : "PAID", "total_amount": 100000 }`;
const tell = (body: string, { signed = body, event = 'payment_status', to = api } = {}) =>
  to.app.inject({
    method: 'POST',
    url: '/api/webhooks/tripay/callback',
    headers: {
      'content-type': 'application/json',
      'x-callback-event': event,
      'x-callback-signature': createHmac('sha256', TRIPAY_PRIVATE_KEY).update(signed).digest('hex'),
    },
    payload: body,
  });

describe('Tripay’s callbacks', () => {
  test('with another’s signature, changed by a byte, or of another kind: 401', async () => {
    const body = callback(randomUUID());
    expect((await tell(body, { signed: `${body} ` })).statusCode).toBe(401);
    expect((await tell(body, { signed: JSON.stringify(JSON.parse(body)) })).statusCode).toBe(401);
    expect((await tell(body, { event: 'something_else' })).statusCode).toBe(401);
  });

  test('about an order we do not know: 404', async () => {
    expect((await tell(callback(randomUUID()))).statusCode).toBe(404);
    expect((await tell(callback('not-even-ours'))).statusCode).toBe(404);
  });

  test('about a payment of ours: stored once, answered as Tripay wants it; of another gateway’s: 404', async () => {
    const { user } = await api.person();
    const id = await paidTopUp(api.dataSource, user.id, 100_000, new Date());
    expect((await tell(callback(id))).statusCode).toBe(404);
    await api.dataSource.query(`UPDATE payments SET gateway = 'tripay' WHERE id = $1`, [id]);
    for (let n = 0; n < 3; n++) {
      const answer = await tell(callback(id));
      expect({ status: answer.statusCode, body: answer.json() }).toEqual({
        status: 200,
        body: { success: true },
      });
    }
    const events = await api.dataSource.query('SELECT gateway, raw_status, deliveries FROM gateway_events');
    expect(events).toEqual([{ gateway: 'tripay', raw_status: 'PAID', deliveries: 3 }]);
  });

  test('without its keys: 503, so that it sends again', async () => {
    const other = await startApi({ gateways: new Map() });
    expect((await tell(callback(randomUUID()), { to: other })).statusCode).toBe(503);
    await other.close();
  });
});
