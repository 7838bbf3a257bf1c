import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Delivery } from '../gateway/notifier.js';
import { hmac } from './answers.js';
import { KEYS, type TestSandbox, testSandbox } from './sandbox.test-fixture.js';

// Two minutes become 12 ms.
const SCALE = 0.0001;
let sandbox: TestSandbox;
let receiver: Server;
const received: { raw: string; signature: unknown; event: unknown }[] = [];

afterEach(async () => {
  await sandbox.close();
  receiver?.close();
  received.length = 0;
});

async function start(answer: (count: number) => [number, string] = () => [200, '{"success":true}']) {
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { 'x-callback-signature': signature, 'x-callback-event': event } = request.headers;
    received.push({ raw: Buffer.concat(chunks).toString(), signature, event });
    const [status, body] = answer(received.length);
    response.writeHead(status, { location: '/elsewhere' }).end(body);
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  const callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  sandbox = await testSandbox({ callbackUrl, retryScale: SCALE });
}

const decide = (ref: string, command: object) =>
  sandbox.call('POST', `/sandbox/transactions/${ref}`, command);

async function ended(): Promise<Delivery[]> {
  let deliveries: Delivery[] = [];
  await expect
    .poll(async () => {
      deliveries = (await sandbox.call('GET', '/sandbox/notifications'))[1].items as Delivery[];
      return deliveries.length > 0 && deliveries.every(({ state }) => state !== 'waiting');
    })
    .toBe(true);
  return deliveries;
}

test('opening tells nothing; a payment is told once, signed over its bytes', async () => {
  await start();
  const { reference } = await sandbox.open('A');
  await decide('A', { outcome: 'settlement' });
  await ended();
  const [told] = received;
  expect(received).toHaveLength(1);
  expect(told?.event).toBe('payment_status');
  expect(told?.signature).toBe(hmac(told?.raw ?? '', KEYS.privateKey));
  expect(JSON.parse(told?.raw ?? '')).toMatchObject({
    reference,
    merchant_ref: 'A',
    payment_method: 'BRI Virtual Account',
    payment_method_code: 'BRIVA',
    total_amount: 50_000,
    amount_received: 45_750,
    is_closed_payment: 1,
    status: 'PAID',
    paid_at: expect.any(Number),
  });
});

test.each([
  [200, '{"success":true}', 1, 'delivered'],
  [200, '{"success":false}', 4, 'given_up'],
  [200, 'ok', 4, 'given_up'],
  [201, '{"success":true}', 4, 'given_up'],
  [307, '{"success":true}', 4, 'given_up'],
  [500, '', 4, 'given_up'],
] as const)('an answer of %i %s is told %i times', async (status, body, times, state) => {
  await start(() => [status, body]);
  await sandbox.open('A');
  await decide('A', { outcome: 'settlement' });
  expect((await ended()).map((delivery) => delivery.state)).toEqual([state]);
  expect(received).toHaveLength(times);
});

test('lost, doubled, out of order, forged: as asked', async () => {
  await start();
  for (const ref of ['lost', 'doubled', 'late', 'forged']) await sandbox.open(ref);
  await decide('lost', { outcome: 'settlement', notify: 0 });
  await decide('doubled', { outcome: 'settlement', notify: 2 });
  await decide('late', { outcome: 'settlement', reorder: true });
  await decide('forged', { outcome: 'settlement', forged: true });
  await ended();
  const told = (ref: string) =>
    received.map(({ raw }) => JSON.parse(raw)).filter(({ merchant_ref }) => merchant_ref === ref);
  expect(told('lost')).toEqual([]);
  expect(told('doubled').map(({ status }) => status)).toEqual(['PAID', 'PAID']);
  expect(told('late').map(({ status }) => status)).toEqual(['PAID', 'UNPAID']);
  const rightly = received.filter(({ raw, signature }) => signature === hmac(raw, KEYS.privateKey));
  expect(received.length - rightly.length).toBe(1);
});

test('what is past its time expires, and that is told', async () => {
  await start();
  await sandbox.open('A');
  await sandbox.call('POST', '/sandbox/clock', { offsetMs: 86_401_000 });
  await expect.poll(() => received.map(({ raw }) => JSON.parse(raw).status)).toEqual(['EXPIRED']);
});

test.each([{ outcome: 'chargeback' }, { notify: -1 }, { grossAmount: '5' }, { unknown: 1 }])(
  'control refuses %j',
  async (command) => {
    await start();
    await sandbox.open('A');
    expect((await decide('A', command))[0]).toBe(400);
    expect((await decide('nothing', { outcome: 'settlement' }))[0]).toBe(404);
  },
);

test('transactions and the clock outlive a restart', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tripay-sandbox-'));
  sandbox = await testSandbox({ directory });
  const before = await sandbox.open('A');
  await sandbox.call('POST', '/sandbox/clock', { offsetMs: 60_000 });
  await sandbox.close();
  sandbox = await testSandbox({ directory });
  const [, detail] = await sandbox.call('GET', `/api/transaction/detail?reference=${before.reference}`);
  expect(detail.data).toMatchObject({ reference: before.reference, pay_code: before.pay_code });
  expect((await sandbox.call('GET', '/sandbox/clock'))[1].offsetMs).toBe(60_000);
  await rm(directory, { recursive: true });
});
