import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { afterEach, expect, test } from 'vitest';
import { callTripay } from './client.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function answering(code: number, body: string | null) {
  server = createServer((_request, response) => {
    response.writeHead(code, { 'content-type': 'application/json' });
    if (body === null) response.write('{');
    else response.end(body);
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  return callTripay({ apiKey: 'a', privateKey: 'p', merchantCode: 'T1', apiUrl, timeoutMs: 1_000 }, 'x', {});
}

test('an answer is what says success', async () => {
  await expect(answering(200, '{"success":true,"data":{}}')).resolves.toMatchObject({ data: {} });
});

test.each([200, 400, 401, 404, 422])('%i with success false is a clear no', async (code) => {
  const error = answering(code, '{"success":false,"message":"Invalid signature"}');
  await expect(error).rejects.toBeInstanceOf(GatewayRejected);
});

test.each<[number, string | null]>([
  [500, '{"success":false,"message":"hm"}'],
  [429, '{"success":false,"message":"slow down"}'],
  [404, '<html>'],
  [200, '[]'],
  [200, '{}'],
  [200, null],
])('%i %s leaves the outcome open', async (code, body) => {
  await expect(answering(code, body)).rejects.toBeInstanceOf(GatewayUnreachable);
});
