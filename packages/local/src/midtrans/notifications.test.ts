import { afterEach, expect, test } from 'vitest';
import type { Delivery } from '../gateway/notifier.js';
import { type Receiver, type TestSandbox, testReceiver, testSandbox } from './sandbox.test-fixture.js';

// 2, 10 and 30 minutes become 12, 60 and 180 ms.
const SCALE = 0.0001;
let sandbox: TestSandbox;
let receiver: Receiver;

afterEach(async () => {
  await sandbox.close();
  receiver.close();
});

async function start(...[answer]: Parameters<typeof testReceiver>): Promise<void> {
  receiver = await testReceiver(answer);
  sandbox = await testSandbox({ notificationUrl: `${receiver.url}/default`, retryScale: SCALE });
}

const charge = (orderId: string, headers: Record<string, string> = {}) =>
  sandbox.call(
    'POST',
    '/v2/charge',
    { payment_type: 'qris', transaction_details: { order_id: orderId, gross_amount: 50_000 } },
    headers,
  );

async function ended(orderId: string): Promise<Delivery[]> {
  let deliveries: Delivery[] = [];
  await expect
    .poll(
      async () => {
        const [, body] = await sandbox.call('GET', `/sandbox/notifications?orderId=${orderId}`);
        deliveries = body.items as Delivery[];
        return deliveries.length > 0 && deliveries.every(({ state }) => state !== 'waiting');
      },
      { timeout: 5_000, interval: 20 },
    )
    .toBe(true);
  return deliveries;
}

test.each([
  [200, 1, 'delivered'],
  [302, 1, 'given_up'],
  [500, 2, 'given_up'],
  [404, 3, 'given_up'],
] as const)('a webhook that answers %i is called %i times', async (status, calls, state) => {
  await start(() => ({ status, location: '/elsewhere' }));
  await charge('retried');
  const [delivery] = await ended('retried');
  expect(delivery?.state).toBe(state);
  expect(delivery?.attempts.map(({ httpStatus }) => httpStatus)).toEqual(Array(calls).fill(status));
  expect(receiver.received).toHaveLength(calls);
});

test('a webhook that recovers is told after all', async () => {
  await start((_, count) => ({ status: count < 3 ? 503 : 200 }));
  await charge('recovers');
  expect(await ended('recovers')).toMatchObject([
    { state: 'delivered', attempts: [{}, {}, { httpStatus: 200 }] },
  ]);
});

test('307 is followed with the same body, for five hops', async () => {
  await start((path) => ({
    status: path === '/end' ? 200 : 307,
    location: path === '/default' ? '/end' : '/round',
  }));
  await charge('moved');
  await ended('moved');
  expect(receiver.received.map(({ path }) => path)).toEqual(['/default', '/end']);
  expect(receiver.received[1]?.body).toEqual(receiver.received[0]?.body);
  await charge('round', { 'x-override-notification': `${receiver.url}/round` });
  await expect
    .poll(() => receiver.received.filter(({ path }) => path === '/round').length)
    .toBeGreaterThanOrEqual(6);
});

test('headers send notifications elsewhere, or also elsewhere', async () => {
  await start();
  await charge('append', { 'x-append-notification': `${receiver.url}/more` });
  await ended('append');
  const override = `${receiver.url}/one, ${receiver.url}/two, ${receiver.url}/three`;
  await charge('override', {
    'x-override-notification': override,
    'x-append-notification': `${receiver.url}/no`,
  });
  await ended('override');
  const paths = (orderId: string) =>
    receiver.received.filter(({ body }) => body.order_id === orderId).map(({ path }) => path);
  expect(paths('append').sort()).toEqual(['/default', '/more']);
  expect(paths('override').sort()).toEqual(['/one', '/two']);
});

test('what happened later is told later, even where the earlier is slow', async () => {
  await start();
  await charge('ordered');
  await sandbox.call('POST', '/sandbox/transactions/ordered', { outcome: 'settlement', delayMs: 80 });
  await sandbox.call('POST', '/sandbox/transactions/ordered', { outcome: 'chargeback' });
  await ended('ordered');
  const told = receiver.received.map(({ body }) => body.transaction_status);
  expect(told).toEqual(['pending', 'settlement', 'chargeback']);
});

test('a refund is told twice, the second time confirmed by the bank', async () => {
  await start();
  await charge('refunded');
  await sandbox.call('POST', '/sandbox/transactions/refunded', { outcome: 'settlement', notify: 0 });
  await sandbox.call('POST', '/v2/refunded/refund', { refund_key: 'R1', amount: 50_000 });
  await expect.poll(() => receiver.received.length).toBe(3);
  const refunds = receiver.received.slice(1).map(({ body }) => (body.refunds as object[])[0]);
  expect(refunds.map((refund) => 'bank_confirmed_at' in (refund ?? {}))).toEqual([false, true]);
});

test('closing does not wait for redeliveries that are hours away', async () => {
  receiver = await testReceiver(() => ({ status: 503 }));
  sandbox = await testSandbox({ notificationUrl: receiver.url });
  await charge('waiting');
  await expect.poll(() => receiver.received.length).toBe(1);
  await sandbox.close();
  sandbox = await testSandbox();
});
