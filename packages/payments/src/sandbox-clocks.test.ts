import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startMidtransSandbox } from '@minispod/local/midtrans/server';
import { startTripaySandbox } from '@minispod/local/tripay/server';
import { expect, test } from 'vitest';
import { moveSandboxClocks } from './sandbox-clocks.js';

const YEAR_MS = 365 * 86_400_000;

test("moves the sandboxes' clocks, and leaves whatever is no sandbox as it is", async ({
  onTestFinished,
}) => {
  const nowhere = 'http://127.0.0.1:9/unused';
  const midtrans = await startMidtransSandbox({
    port: 0,
    serverKey: 'SB-Mid-server-made-up',
    notificationUrl: nowhere,
  });
  onTestFinished(() => midtrans.close());
  const keys = { merchantCode: 'T0001', apiKey: 'made-up', privateKey: 'made-up-too' };
  const tripay = await startTripaySandbox({ port: 0, ...keys, callbackUrl: nowhere });
  onTestFinished(() => tripay.close());
  const other = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void other.close());
  const stranger = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;

  await moveSandboxClocks([undefined, stranger, nowhere, midtrans.url, `${tripay.url}/api/`], YEAR_MS);
  for (const { url } of [midtrans, tripay]) {
    const answer = await fetch(`${url}/sandbox/clock`);
    const { offsetMs, now } = (await answer.json()) as { offsetMs: number; now: string };
    expect(offsetMs).toBe(YEAR_MS);
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(YEAR_MS - 60_000);
  }
});
