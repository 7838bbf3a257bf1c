import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@minispod/local/postgres/free-port';
import type { Product } from '@minispod/testing/product';
import { send } from '@minispod/testing/rest-client';
import { expect, vi } from 'vitest';

const entry = fileURLToPath(new URL('../apps/api/dist/main.js', import.meta.url));

/** Another API process beside the product's own, on the same database. */
async function startSecondApi({ settings }: Product): Promise<{ url: string; kill(): Promise<void> }> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [entry], {
    env: { ...settings, PATH: process.env.PATH, PORT: String(port), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await vi.waitFor(
    async () => {
      if (!(await fetch(`${url}/health/ready`)).ok) throw new Error('not ready');
    },
    { timeout: 30_000, interval: 50 },
  );
  return {
    url,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/**
 * Brings Midtrans' notifications to the product's API and to a second one, forty at a time, and kills the second in the
 * middle. As Midtrans does, it sends again what was not taken. Says how many were taken, and how many sendings lost.
 */
export async function storm(product: Product, bodies: unknown[]): Promise<{ taken: number; lost: number }> {
  const second = await startSecondApi(product);
  const queue = [...bodies];
  let [taken, lost] = [0, 0];
  const deliver = async (body: unknown, url: string): Promise<void> => {
    const request = { body: body as object };
    const answer = await send('POST', `${url}/api/webhooks/midtrans/notification`, request).catch(() => null);
    if (answer?.status === 200) {
      taken++;
      return;
    }
    lost++;
    await deliver(body, product.url);
  };
  const work = async (url: string) => {
    for (let body = queue.pop(); body; body = queue.pop()) await deliver(body, url);
  };
  const workers = [product.url, second.url].flatMap((url) => Array.from({ length: 20 }, () => work(url)));
  await vi.waitFor(() => expect(queue.length).toBeLessThan(bodies.length * 0.6), {
    timeout: 30_000,
    interval: 1,
  });
  await second.kill();
  await Promise.all(workers);
  return { taken, lost };
}
