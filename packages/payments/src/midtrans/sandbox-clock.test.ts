import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startMidtransSandbox } from '@minispod/local/midtrans/server';
import { expect, test } from 'vitest';
import { moveSandboxClock } from './sandbox-clock.js';

const YEAR_MS = 365 * 86_400_000;

test("moves the sandbox's clock, and leaves whatever is no sandbox as it is", async ({ onTestFinished }) => {
  const sandbox = await startMidtransSandbox({
    port: 0,
    serverKey: 'SB-Mid-server-made-up',
    notificationUrl: 'http://127.0.0.1:9/unused',
  });
  onTestFinished(() => sandbox.close());
  await moveSandboxClock(sandbox.url, YEAR_MS);
  const { offsetMs, now } = (await (await fetch(`${sandbox.url}/sandbox/clock`)).json()) as {
    offsetMs: number;
    now: string;
  };
  expect(offsetMs).toBe(YEAR_MS);
  expect(Date.parse(now) - Date.now()).toBeGreaterThan(YEAR_MS - 60_000);

  const other = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void other.close());
  await moveSandboxClock(`http://127.0.0.1:${(other.address() as AddressInfo).port}`, YEAR_MS);
  await moveSandboxClock('http://127.0.0.1:9', YEAR_MS);
});
