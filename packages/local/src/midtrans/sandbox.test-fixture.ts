import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type MidtransSandboxOptions, startMidtransSandbox } from './server.js';

export const SERVER_KEY = 'SB-Mid-server-made-up';

type Json = Record<string, unknown>;

export interface TestSandbox {
  url: string;
  close(): Promise<void>;
  /** A request with the server key; answers HTTP status and JSON. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<[number, Json]>;
  openPage(orderId: string, more?: Json): Promise<string>;
}

/** A sandbox of the test's own, on a port the system chooses. */
export async function testSandbox(options: Partial<MidtransSandboxOptions> = {}): Promise<TestSandbox> {
  const sandbox = await startMidtransSandbox({
    port: 0,
    serverKey: SERVER_KEY,
    notificationUrl: 'http://127.0.0.1:9/unused',
    ...options,
  });
  const authorization = `Basic ${Buffer.from(`${SERVER_KEY}:`).toString('base64')}`;
  const call: TestSandbox['call'] = async (method, path, body, headers) => {
    const answer = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: {
        authorization,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return [answer.status, (await answer.json()) as Json];
  };
  return {
    ...sandbox,
    call,
    async openPage(orderId, more = {}) {
      const details = { transaction_details: { order_id: orderId, gross_amount: 50_000 } };
      const [, body] = await call('POST', '/snap/v1/transactions', { ...details, ...more });
      return String(body.redirect_url);
    },
  };
}

export interface Receiver {
  url: string;
  /** Bodies received, by path. */
  received: { path: string; body: Json }[];
  close(): void;
}

/** A merchant's webhook that answers what it is told to. */
export async function testReceiver(
  answer: (path: string, count: number) => { status: number; location?: string } = () => ({ status: 200 }),
): Promise<Receiver> {
  const received: Receiver['received'] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = request.url ?? '';
    received.push({ path, body: JSON.parse(Buffer.concat(chunks).toString()) });
    const { status, location } = answer(path, received.length);
    response.writeHead(status, location ? { location } : {}).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, received, close: () => server.close() };
}
