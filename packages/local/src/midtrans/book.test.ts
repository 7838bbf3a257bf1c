import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from './sandbox.test-fixture.js';

let directory: string;
let sandbox: TestSandbox;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'midtrans-sandbox-'));
});
afterEach(async () => {
  await sandbox.close();
  await rm(directory, { recursive: true });
});

test('orders, pages and the clock outlive a restart', async () => {
  sandbox = await testSandbox({ directory });
  const page = await sandbox.openPage('chosen');
  await fetch(`${page}/choose`, { method: 'POST', body: new URLSearchParams({ method: 'bca_va' }) });
  const open = await sandbox.openPage('open');
  await sandbox.call('POST', '/sandbox/clock', { offsetMs: 60_000 });
  const [, before] = await sandbox.call('GET', '/v2/chosen/status');
  await sandbox.close();

  sandbox = await testSandbox({ directory });
  expect((await sandbox.call('GET', '/v2/chosen/status'))[1]).toEqual(before);
  expect((await sandbox.call('GET', `/v2/${before.transaction_id}/status`))[1]).toEqual(before);
  expect((await fetch(`${sandbox.url}${new URL(open).pathname}`)).status).toBe(200);
  expect((await sandbox.call('GET', '/sandbox/clock'))[1].offsetMs).toBe(60_000);
  expect(await readdir(directory)).toEqual(['midtrans-sandbox.json']);
});

test.each(['{"version":1,"transactions":[{', '{"version":1}', 'null', '{"version":2}'])(
  'an unreadable file (%s) is set aside, and the book begins empty',
  async (text) => {
    await writeFile(join(directory, 'midtrans-sandbox.json'), text);
    sandbox = await testSandbox({ directory });
    expect((await sandbox.call('GET', '/sandbox/transactions'))[1].items).toEqual([]);
    expect(await readdir(directory)).toEqual([
      expect.stringMatching(/^midtrans-sandbox\.json\.corrupt-\d+$/),
    ]);
  },
);
