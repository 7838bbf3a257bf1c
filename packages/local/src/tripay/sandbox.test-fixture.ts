import { hmac } from './answers.js';
import { startTripaySandbox, type TripaySandboxOptions } from './server.js';

type Json = Record<string, unknown>;

export const KEYS = { merchantCode: 'T0001', apiKey: 'made-up', privateKey: 'made-up-too' };

export interface TestSandbox {
  url: string;
  close(): Promise<void>;
  /** A request with the merchant's key; answers HTTP status and JSON. */
  call(method: string, path: string, body?: unknown): Promise<[number, Json]>;
  /** Opens a payment of Rp50.000, signed rightly unless `changes` say otherwise; answers its `data`. */
  open(merchantRef: string, changes?: Json): Promise<Json>;
}

/** What a creation is sent. */
export function creation(merchantRef: string, changes: Json = {}): Json {
  const amount = 50_000;
  return {
    method: 'BRIVA',
    merchant_ref: merchantRef,
    amount,
    customer_name: 'Budi',
    customer_email: 'budi@example.test',
    order_items: [{ sku: 'TOPUP', name: 'Top up', price: amount, quantity: 1 }],
    signature: hmac(`${KEYS.merchantCode}${merchantRef}${amount}`, KEYS.privateKey),
    ...changes,
  };
}

/** A sandbox of the test's own, on a port the system chooses. */
export async function testSandbox(options: Partial<TripaySandboxOptions> = {}): Promise<TestSandbox> {
  const sandbox = await startTripaySandbox({
    port: 0,
    ...KEYS,
    callbackUrl: 'http://127.0.0.1:9/unused',
    ...options,
  });
  const call: TestSandbox['call'] = async (method, path, body) => {
    const answer = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${KEYS.apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return [answer.status, (await answer.json()) as Json];
  };
  return {
    ...sandbox,
    call,
    async open(merchantRef, changes) {
      const [, body] = await call('POST', '/api/transaction/create', creation(merchantRef, changes));
      return body.data as Json;
    },
  };
}
