import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, MIDTRANS_SERVER_KEY, startApi } from '../testing/start-api.js';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('payment notifications', () => {
  const sign = (fields: { order_id: string; status_code: string; gross_amount: string }) =>
    createHash('sha512')
      .update(fields.order_id + fields.status_code + fields.gross_amount + MIDTRANS_SERVER_KEY)
      .digest('hex');
  const notify = (over: Record<string, unknown> = {}, orderId: string = randomUUID()) => {
    const fields = { order_id: orderId, status_code: '200', gross_amount: '100000.00' };
    return api.ask('POST', '/api/webhooks/midtrans/notification', {
      body: {
        ...fields,
        signature_key: sign(fields),
        transaction_status: 'settlement',
        transaction_id: randomUUID(),
        ...over,
      },
    });
  };

  test('with a wrong signature, or none: 401 and nothing is stored', async () => {
    for (const signature_key of ['0'.repeat(128), '', 7, null, undefined]) {
      expect((await notify({ signature_key })).status).toBe(401);
    }
    expect((await api.ask('POST', '/api/webhooks/midtrans/notification')).status).toBe(401);
    const [{ events }] = await api.dataSource.query('SELECT count(*) AS events FROM gateway_events');
    expect(events).toBe(0);
  });

  test('about an order we do not know, and the dashboard’s own test: 404', async () => {
    expect((await notify()).status).toBe(404);
    expect((await notify({}, 'payment_notif_test_G123_x')).status).toBe(404);
  });

  test('about a top-up: 200 and one event, however often it comes', async () => {
    const { accessToken } = await api.person();
    const refused = await api.ask('POST', '/api/user/wallet/topup', {
      token: accessToken,
      body: { amount: 100_000, paymentMethod: 'QRIS' },
    });
    expect(refused).toMatchObject({ status: 502, body: { error: { code: 'GATEWAY_ERROR' } } });
    const [payment] = await api.dataSource.query('SELECT id FROM payments ORDER BY created_at DESC LIMIT 1');
    const transaction_id = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => notify({ transaction_id }, payment.id)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const events = await api.dataSource.query('SELECT deliveries FROM gateway_events');
    expect(events).toEqual([{ deliveries: 20 }]);
  });
});
