import { randomBytes } from 'node:crypto';
import { createDataSource } from '@minispod/database/data-source';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { inject } from 'vitest';
import { databaseNamed } from './database-url.js';

export interface TestDatabase {
  dataSource: DataSource;
  url: string;
  /** Closes the data source and drops the database, whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * A database of the test's own with every migration applied and nothing in it. `poolSize` bounds real concurrency: a race
 * test wants as many connections as racers.
 */
export async function testDatabase({ poolSize = 10 } = {}): Promise<TestDatabase> {
  const templateUrl = inject('templateUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(templateUrl, `CREATE DATABASE ${name} TEMPLATE template_migrated`);
  const url = databaseNamed(templateUrl, name);
  const dataSource = await createDataSource({ url, poolSize, applicationName: name }).initialize();
  return {
    dataSource,
    url,
    async drop() {
      await dataSource.destroy();
      await asAdministrator(templateUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** Databases cannot be made while connected to the template, so this goes through `postgres`. */
async function asAdministrator(templateUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseNamed(templateUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
