import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { afterEach, expect, test, vi } from 'vitest';
import { aPayment } from '../gateway-access.test-fixture.js';
import { createMidtransGateway } from './gateway.js';

const serverKey = 'SB-Mid-server-made-up';
let server: Server | undefined;

/** Midtrans as it must not be, but as proxies and outages make it. */
async function against(listener: RequestListener) {
  server = createServer(listener);
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createMidtransGateway({
    serverKey,
    clientKey: '',
    isProduction: false,
    coreApiUrl: url,
    snapApiUrl: `${url}/snap/v1`,
    timeoutMs: 500,
  });
}

const answering = (code: number, body: unknown) =>
  against((_request, response) => {
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  vi.unstubAllEnvs();
});

const qris = aPayment({ method: 'QRIS' });

test.each([400, 401, 402, 403, 404, 405, 410, 411, 413])(
  '%i, in HTTP or body, is a clear no',
  async (code) => {
    const body = { status_code: String(code), status_message: 'no' };
    for (const http of [200, code]) {
      const gateway = await answering(http, body);
      await expect(gateway.create(qris)).rejects.toBeInstanceOf(GatewayRejected);
      server?.close();
    }
  },
);

test.each([
  [402, { status_code: '402', status_message: 'Payment channel is not activated.' }],
  [404, '<html>not found</html>'],
])('an account that may not charge directly (%i) has the page for the same way', async (code, refusal) => {
  const asked: string[] = [];
  const gateway = await against(async (request, response) => {
    const isPage = request.url?.startsWith('/snap/');
    asked.push(`${request.url} ${await text(request)}`);
    response.writeHead(isPage ? 201 : code, { 'content-type': 'application/json' });
    const page = { token: 'a-token', redirect_url: 'https://app.example.test/a-token' };
    response.end(JSON.stringify(isPage ? page : refusal));
  });
  expect(await gateway.create(aPayment({ method: 'BANK_TRANSFER', bank: 'bca' }))).toEqual({
    snapToken: 'a-token',
    redirectUrl: 'https://app.example.test/a-token',
    instructions: { kind: 'PAGE', url: 'https://app.example.test/a-token' },
  });
  expect(asked).toEqual([
    expect.stringContaining('/charge'),
    expect.stringMatching(/transactions .*"enabled_payments":\["bca_va"\]/),
  ]);
});

test.each([406, 408, 409, 412, 418, 429, 500, 502, 503])('%i leaves the outcome open', async (code) => {
  const body = { status_code: String(code), status_message: 'hm' };
  for (const http of [200, code]) {
    const gateway = await answering(http, body);
    await expect(gateway.create(qris)).rejects.toBeInstanceOf(GatewayUnreachable);
    server?.close();
  }
});

test.each([
  'transaction_details.order_id has been paid and utilized, please use another order ID',
  'transaction_details.order_id sudah digunakan',
])('Snap: "%s" leaves the outcome open', async (text) => {
  const gateway = await answering(400, { error_messages: [text] });
  await expect(gateway.create(aPayment())).rejects.toBeInstanceOf(GatewayUnreachable);
});

test.each([
  [404, '<html>not found</html>'],
  [200, '<html>welcome</html>'],
  [200, 'null'],
  [200, '[]'],
  [200, '{}'],
  [201, '{"token":"x"}'],
  [401, '<html>who are you</html>'],
])('%i %s is not Midtrans speaking', async (code, body) => {
  const gateway = await answering(code, body);
  for (const call of [
    () => gateway.create(qris),
    () => gateway.create(aPayment()),
    () => gateway.status({ paymentId: 'a' }),
    () => gateway.cancel({ paymentId: 'a' }),
  ])
    await expect(call()).rejects.toBeInstanceOf(GatewayUnreachable);
});

test('an answer about another order is not believed', async () => {
  const gateway = await answering(200, {
    status_code: '200',
    order_id: 'b',
    transaction_status: 'settlement',
  });
  await expect(gateway.status({ paymentId: 'a' })).resolves.toMatchObject({ state: 'UNKNOWN' });
});

test.each([400, 410, 412])(
  'a refusal that is about the payment (%i) is an answer, and no outage',
  async (code) => {
    const gateway = await answering(200, { status_code: String(code), status_message: 'no\0' });
    await expect(gateway.status({ paymentId: 'a' })).resolves.toMatchObject({
      state: 'UNKNOWN',
      raw: { message: `Midtrans ${code}: no\u{FFFD}` },
    });
  },
);

test('text that no database holds is cleaned where it comes in', async () => {
  const answer = { order_id: 'a', status_code: '200', transaction_status: 'sett\0lement', issuer: '\ud83d' };
  const gateway = await answering(200, answer);
  const cleaned = { ...answer, transaction_status: 'sett\u{FFFD}lement', issuer: '\u{FFFD}' };
  await expect(gateway.status({ paymentId: 'a' })).resolves.toMatchObject({ state: 'UNKNOWN', raw: cleaned });
});

test.each<[string, RequestListener]>([
  ['nothing', () => {}],
  ['the beginning of an answer', (_request, response) => response.write('{')],
  [
    'an answer that never ends',
    (_request, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    },
  ],
])('a server that sends %s does not hold us up', async (_, listener) => {
  const gateway = await against(listener);
  await expect(gateway.status({ paymentId: 'a' })).rejects.toBeInstanceOf(GatewayUnreachable);
  await expect(gateway.create(qris)).rejects.toBeInstanceOf(GatewayUnreachable);
});

test('errors never carry the server key', async () => {
  const encoded = Buffer.from(`${serverKey}:`).toString('base64');
  const gateway = await answering(400, { error_messages: ['no'] });
  const error = await gateway.create(aPayment()).catch((thrown: unknown) => thrown as Error);
  const { inspect } = await import('node:util');
  expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(new RegExp(`${serverKey}|${encoded}`));
});

test('a proxy in the environment is not used', async () => {
  vi.stubEnv('http_proxy', 'http://127.0.0.1:9');
  const gateway = await answering(200, { status_code: '404', status_message: 'unknown' });
  await expect(gateway.status({ paymentId: 'a' })).resolves.toMatchObject({ state: 'NOT_FOUND' });
});

test.each(['coreApiUrl', 'snapApiUrl'])('production refuses %s', (name) => {
  const config = { serverKey, clientKey: '', isProduction: true, [name]: 'http://127.0.0.1:9' };
  expect(() => createMidtransGateway(config)).toThrow('must not be overridden in production');
});
