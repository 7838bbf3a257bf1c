import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from './sandbox.test-fixture.js';

let sandbox: TestSandbox;
beforeAll(async () => {
  // 23:59:50 in Jakarta.
  sandbox = await testSandbox({ now: () => new Date('2026-01-31T16:59:50Z') });
});
afterAll(() => sandbox.close());

const control = (orderId: string, body: object) =>
  sandbox.call('POST', `/sandbox/transactions/${orderId}`, { notify: 0, ...body });
const list = async (query = '') => {
  const answer = await fetch(`${sandbox.url}/sandbox/settlements${query}`);
  expect(answer.headers.get('content-type')).toContain('text/csv');
  const [header, ...rows] = (await answer.text()).trimEnd().split('\n');
  expect(header).toBe(
    'order_id,transaction_id,transaction_type,payment_type,gross_amount,fee,net_amount,settlement_time',
  );
  return rows.map((row) => row.replace(/,[0-9a-f-]{36},/, ',ID,'));
};

test('every payment with its fee, every part that went back, on their Jakarta days', async () => {
  for (const [orderId, paymentType] of Object.entries({
    va: 'bca_va',
    qr: 'other_qris',
    card: 'credit_card',
  })) {
    await sandbox.openPage(orderId);
    await control(orderId, { outcome: 'settlement', paymentType });
  }
  await sandbox.openPage('captured');
  await control('captured', { outcome: 'capture', paymentType: 'credit_card' });
  await sandbox.openPage('undone');
  await control('undone', { outcome: 'settlement', paymentType: 'permata_va' });
  await control('undone', { outcome: 'deny' });
  await sandbox.call('POST', '/sandbox/clock', { offsetMs: 10_000 });
  await control('qr', { outcome: 'partial_refund', refundAmount: 20_000 });
  await control('card', { outcome: 'chargeback' });

  expect(await list('?from=2026-01-31&to=2026-01-31')).toEqual([
    'va,ID,payment,bank_transfer,50000.00,4000.00,46000.00,2026-01-31 23:59:50',
    'qr,ID,payment,qris,50000.00,350.00,49650.00,2026-01-31 23:59:50',
    'card,ID,payment,credit_card,50000.00,3450.00,46550.00,2026-01-31 23:59:50',
  ]);
  // Today, by the sandbox's clock.
  const wentBack = await list();
  expect(wentBack).toEqual([
    'qr,ID,refund,qris,-20000.00,0.00,-20000.00,2026-02-01 00:00:00',
    'card,ID,chargeback,credit_card,-50000.00,0.00,-50000.00,2026-02-01 00:00:00',
  ]);
  expect(await list('?from=2026-01-30&to=2026-01-30')).toEqual([]);
});

test('a day that is none is refused, and the page leads to the list', async () => {
  expect((await sandbox.call('GET', '/sandbox/settlements?from=yesterday'))[0]).toBe(400);
  expect(await (await fetch(sandbox.url)).text()).toContain('action="/sandbox/settlements"');
});
