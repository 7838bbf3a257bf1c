import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataSource } from '@minispod/database/data-source';
import { withTransaction } from '@minispod/database/transaction';
import { fastSettings, startPostgres } from '@minispod/local/postgres/postgres';
import { expect, test, vi } from 'vitest';
import { isDatabaseAway } from './database-away.js';

test('whatever a database that goes down and comes back does to work in progress is known to pass', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'minispod-away-'));
  const settings = fastSettings;
  let postgres = await startPostgres({ directory, settings });
  const { port, url } = postgres;
  const dataSource = await createDataSource({ url }).initialize();
  const strange = new Set<string>();
  let done = 0;
  let isOver = false;
  const work = async (_: unknown, id: number) => {
    while (!isOver) {
      try {
        await withTransaction(dataSource, async (tx) => {
          await tx.query('SELECT pg_advisory_xact_lock($1)', [id % 4]);
          await tx.query('SELECT 1');
        });
        done++;
      } catch (error) {
        if (!isDatabaseAway(error)) strange.add(String(error));
      }
    }
  };
  const workers = Array.from({ length: 16 }, work);
  const worked = async () => {
    const before = done;
    await vi.waitFor(() => expect(done).toBeGreaterThan(before + 50), 20_000);
  };
  for (let round = 0; round < 4; round++) {
    await worked();
    await postgres.restart();
    await worked();
    await postgres.stop();
    postgres = await startPostgres({ directory, settings, port });
  }
  isOver = true;
  await Promise.all(workers);
  await dataSource.destroy();
  await postgres.stop();
  await rm(directory, { recursive: true });
  expect([...strange]).toEqual([]);
});
