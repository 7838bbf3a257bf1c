import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreatePayment, PaymentGateway } from '@minispod/domain/ports/payment-gateway';
import { startMidtransSandbox } from '@minispod/local/midtrans/server';
import { expect } from 'vitest';
import { aPayment, type Control, type Told } from './gateway-access.test-fixture.js';
import type { MidtransConfig } from './midtrans/client.js';
import { createMidtransGateway } from './midtrans/gateway.js';

export interface Merchant extends Control {
  /** Where a gateway's notifications are to go. */
  url: string;
  close(): void;
}

/** A merchant whose webhook takes everything, and the control of the sandbox at `sandboxUrl`. */
export async function startMerchant(sandboxUrl: () => string): Promise<Merchant> {
  const received: Told[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const rawBody = Buffer.concat(chunks);
    received.push({ rawBody, body: JSON.parse(rawBody.toString()), headers: request.headers });
    response.end('{"success":true}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const about = (paymentId: string) => received.filter(({ rawBody }) => rawBody.includes(paymentId));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/told`,
    close: () => server.close(),
    async ask(path, body) {
      const answer = await fetch(`${sandboxUrl()}/sandbox/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
    },
    async told(paymentId, count) {
      await expect.poll(() => about(paymentId).length, { timeout: 5_000 }).toBeGreaterThanOrEqual(count);
      return about(paymentId);
    },
  };
}

export interface MidtransAtHand extends Control {
  sandboxUrl: string;
  gateway(changes?: Partial<MidtransConfig>): PaymentGateway;
  /** A payment that was opened. */
  opened(changes?: Partial<CreatePayment>): Promise<CreatePayment>;
  decide(payment: { paymentId: string }, decision: object): Promise<void>;
  close(): Promise<void>;
}

/** Our Midtrans sandbox, a merchant of it, and the adapter between the two. */
export async function startMidtrans(): Promise<MidtransAtHand> {
  const serverKey = 'SB-Mid-server-made-up';
  const merchant = await startMerchant(() => sandbox.url);
  // The sandbox's own address leads nowhere: notifications arrive only if the override header is sent.
  const sandbox = await startMidtransSandbox({
    port: 0,
    serverKey,
    notificationUrl: 'http://127.0.0.1:9/unused',
  });
  const gateway = (changes: Partial<MidtransConfig> = {}) =>
    createMidtransGateway({
      serverKey,
      clientKey: 'SB-Mid-client-made-up',
      isProduction: false,
      coreApiUrl: sandbox.url,
      snapApiUrl: `${sandbox.url}/snap/v1`,
      notificationUrl: merchant.url,
      ...changes,
    });
  return {
    ...merchant,
    sandboxUrl: sandbox.url,
    gateway,
    async opened(changes) {
      const payment = aPayment(changes);
      await gateway().create(payment);
      return payment;
    },
    decide: ({ paymentId }, decision) => merchant.ask(`transactions/${paymentId}`, decision),
    async close() {
      await sandbox.close();
      merchant.close();
    },
  };
}
