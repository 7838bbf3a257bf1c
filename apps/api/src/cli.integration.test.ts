import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { seedCatalog } from '@minispod/database/seed/catalog';
import { type SimulatedKubernetes, startSimulatedKubernetes } from '@minispod/local/kubernetes/server';
import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { sourceProcess } from '@minispod/testing/source-process';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';

// Each command is a process that reads all of the sources.
vi.setConfig({ testTimeout: 240_000 });

let db: TestDatabase;
let simulated: SimulatedKubernetes;
beforeAll(async () => {
  db = await testDatabase();
  simulated = await startSimulatedKubernetes({ port: 0, ingressPort: 0 });
});
afterAll(async () => {
  await simulated.close();
  await db.drop();
});

/** Runs the command line in a process of its own. */
async function minispod(...words: string[]): Promise<{ code: number; output: string }> {
  const child = sourceProcess(`
    process.env.DATABASE_URL = ${JSON.stringify(db.url)};
    process.env.CLUSTER = 'simulated';
    process.env.SIM_KUBERNETES_URL = ${JSON.stringify(simulated.url)};
    process.argv.push(...${JSON.stringify(words)});
    await load('apps/api/src/cli.ts');`);
  const [[code], output] = await Promise.all([once(child, 'exit'), text(child.stdout)]);
  return { code, output };
}

test('audit ends with 0 when all rules hold, and with 1, the rows and what to do when one is broken', async () => {
  const user = await aCustomer(db.dataSource, { balance: 50_000 });
  const right = await minispod('audit');
  expect(right.output).toMatch(/all \d+ rules hold/);
  expect(right.code).toBe(0);

  await db.dataSource.query('UPDATE wallets SET balance = 49999 WHERE user_id = $1', [user]);
  const wrong = await minispod('audit');
  expect(wrong.output).toContain('✖ invariant 2: a wallet differs from its postings (1×)');
  expect(wrong.output).toContain(`wallet ${user} holds 49999, its postings sum to 50000`);
  expect(wrong.output).toContain('→ Suspend the account');
  expect(wrong.code).toBe(1);

  const json = await minispod('audit', '--json');
  expect(JSON.parse(json.output).broken).toMatchObject([{ id: 2, count: 1 }]);
  expect(json.code).toBe(1);
});

test('clock tells the time, and days that pass are whole and positive', async () => {
  const before = JSON.parse((await minispod('clock', '--json')).output);
  const after = JSON.parse((await minispod('clock', 'advance', '--days', '3', '--json')).output);
  expect(after.daysAhead - before.daysAhead).toBe(3);
  expect((await minispod('clock', 'advance', '--days', '0.5')).code).toBe(2);
});

test('template check names what is wrong by its line, and changes nothing', async () => {
  const template = new URL('../../../packages/database/templates/ghost.yaml', import.meta.url);
  const folder = await mkdtemp(join(tmpdir(), 'minispod-template-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'mine.yaml');
  const ghost = await readFile(template, 'utf8');
  await seedCatalog(db.dataSource, new Date());

  const good = await minispod('template', 'check', fileURLToPath(template));
  expect(good.output).toMatch(/ghost [\d.]+: fit to be offered/);
  expect(good.output).toMatch(/ghost:\S+ is pinned by its tag alone: add its digest/);
  expect(good.code).toBe(0);

  await writeFile(file, ghost.replace(/^image: (\S+)$/m, `image: $1@sha256:${'a'.repeat(64)}`));
  const pinned = await minispod('template', 'check', file);
  expect(pinned.output).not.toMatch(/ghost:\S+ is pinned by its tag alone/);
  expect(pinned.code).toBe(0);

  await writeFile(file, ghost.replace('category: publishing', 'category: poetry'));
  const bad = await minispod('template', 'check', file);
  expect(bad.output).toContain('✖ mine.yaml:4 category: there is no "poetry"');
  expect(bad.code).toBe(1);
  expect((await minispod('template', 'check')).code).toBe(2);
});

test('drift ends with 0 when books, database and cluster agree, and with 1, each difference and what to do otherwise', async () => {
  await aCustomer(db.dataSource, { balance: 50_000 });
  // No worker runs here that would hand the promised jobs over.
  await db.dataSource.query('DELETE FROM outbox');
  await db.dataSource.query(
    `UPDATE wallets SET balance = (SELECT sum(amount) FROM ledger_postings WHERE account_id = user_id)`,
  );
  const right = await minispod('drift', '--json');
  expect(JSON.parse(right.output)).toEqual({ checkedAt: expect.any(String), items: [] });
  expect(right.code).toBe(0);
  await db.dataSource.query('UPDATE wallets SET balance = balance + 1');
  const wrong = await minispod('drift');
  expect(wrong.output).toContain('✖ LEDGER: a wallet differs from its postings');
  expect(wrong.output).toContain('→ Suspend the account');
  expect(wrong.code).toBe(1);
});
