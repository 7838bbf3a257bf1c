import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDataSource } from './data-source.js';
import { excessRights, grantApplicationRights } from './rights.js';

/** Roles belong to the whole server, so each run has one of its own. */
const role = `application_${process.pid}_${Date.now()}`;
const password = `it's "quoted" %I`;
let owner: TestDatabase;
let application: DataSource;

beforeAll(async () => {
  owner = await testDatabase();
  await grantApplicationRights(owner.dataSource, { role, password });
  const url = new URL(owner.url);
  url.username = role;
  url.password = encodeURIComponent(password);
  application = await createDataSource({ url: url.href }).initialize();
});
afterAll(async () => {
  await application.destroy();
  await owner.dataSource.query(`DROP OWNED BY ${role}`);
  await owner.dataSource.query(`DROP ROLE ${role}`);
  await owner.drop();
});

test('rights are given again after every migration and nothing changes', async () => {
  await grantApplicationRights(owner.dataSource, { role, password });
  expect(await excessRights(application)).toEqual([]);
  expect(await excessRights(owner.dataSource)).toEqual([
    'is a superuser',
    expect.stringMatching(/^may rewrite .*audit_log.*ledger_postings.*status_history/),
  ]);
});

describe('the role of the processes', () => {
  test.each([
    'UPDATE ledger_postings SET amount = 1',
    'DELETE FROM ledger_entries',
    'TRUNCATE ledger_postings CASCADE',
    'UPDATE audit_log SET actor_id = NULL',
    'DELETE FROM status_history',
    "UPDATE gateway_events SET payload = '{}'",
    'DELETE FROM gateway_events',
    'ALTER TABLE ledger_postings DISABLE TRIGGER append_only',
    'DROP TRIGGER append_only ON ledger_postings',
    'SET session_replication_role = replica',
    "INSERT INTO migrations (timestamp, name) VALUES (1, 'x')",
    "COPY users TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
  ])('may not: %s', async (statement) => {
    await expect(application.query(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  test('may what the application does: read, write, note that an event was handled, make its own schema', async () => {
    await application.query('UPDATE wallets SET balance = balance');
    await application.query('UPDATE gateway_events SET handled_at = now(), deliveries = deliveries + 1');
    await application.query('DELETE FROM refresh_tokens');
    await application.query('CREATE SCHEMA bullmq CREATE TABLE job (id integer)');
    await application.query('DROP SCHEMA bullmq CASCADE');
    expect(await application.query('SELECT name FROM migrations')).not.toEqual([]);
  });
});

test('queues that the owner made are handed over', async () => {
  await owner.dataSource.query('CREATE SCHEMA bullmq CREATE TABLE job (id serial)');
  await grantApplicationRights(owner.dataSource, { role, password });
  await application.query('ALTER TABLE bullmq.job ADD COLUMN name text');
  await application.query("INSERT INTO bullmq.job (name) VALUES ('a')");
});
