import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KeptService } from './kept-service.js';
import { LocalPostgres } from './local-postgres.js';
import type { Running } from './node-process.js';
import { Terminal } from './terminal.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'minispod-kept-postgres-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

test('PostgreSQL killed with -9 comes back by itself at the same address', async () => {
  const postgres = new LocalPostgres(directory, new Terminal({ write: () => {}, coloured: false }));
  const launched: Running[] = [];
  const crashes: string[] = [];
  const launch = async () => {
    const running = await postgres.launch();
    launched.push(running);
    return running;
  };
  const service = new KeptService('postgres', launch, {
    crashed: (how) => crashes.push(how),
    gaveUp: (how) => crashes.push(how),
  });
  await service.start();
  const { url } = postgres;
  process.kill(launched[0]?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => launched.length, { timeout: 15_000 }).toBe(2);
  expect(postgres.url).toBe(url);
  expect(await answers(url)).toBe(true);
  expect(crashes).toEqual(['ended']);
  await service.stop();
  expect(await answers(url)).toBe(false);
});
