import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataSource } from '@minispod/database/data-source';
import { fastSettings, startPostgres } from '@minispod/local/postgres/postgres';
import type { TestProject } from 'vitest/node';
import { databaseNamed } from './database-url.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server's url, naming the migrated template that every test's database is cloned from. */
    templateUrl: string;
  }
}

/** One PostgreSQL per run, migrated once by the real migrations; each test file clones it in a few milliseconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'minispod-test-'));
  const postgres = await startPostgres({ directory, settings: { ...fastSettings, max_connections: '400' } });
  const server = createDataSource({ url: postgres.url, poolSize: 1 });
  await server.initialize();
  await server.query('CREATE DATABASE template_migrated');
  await server.destroy();

  const templateUrl = databaseNamed(postgres.url, 'template_migrated');
  const template = createDataSource({ url: templateUrl, poolSize: 1 });
  await template.initialize();
  await template.runMigrations({ transaction: 'each' });
  await template.destroy();

  project.provide('templateUrl', templateUrl);
  return async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
