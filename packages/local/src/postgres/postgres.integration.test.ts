import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify } from '../process-identity.js';
import { asNobody } from './account.js';
import { findBinaries } from './binaries.js';
import { ensureDatabase } from './database-directory.js';
import { freePort } from './free-port.js';
import { fastSettings, type PostgresOptions, type RunningPostgres, startPostgres } from './postgres.js';
import { explainExit } from './postgres-error.js';

let directory: string;
let running: RunningPostgres[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'minispod-postgres-'));
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  await rm(directory, { recursive: true, force: true });
});

async function start(options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  const server = await startPostgres({ directory, settings: fastSettings, ...options });
  running.push(server);
  return server;
}

async function query(url: string, sql: string) {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('keeps what was committed from one run to the next, behind a password only we can read', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  await first.stop();
  expect(identify(first.pid)).toBeUndefined();

  const second = await start();
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  expect(await query(second.url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
  expect((await stat(join(directory, 'password'))).mode & 0o777).toBe(0o600);
  const wrong = second.url.replace(/:[0-9a-f]+@/, ':wrong@');
  await expect(query(wrong, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
});

test('what was committed survives kill -9 of the server, on the same address', async () => {
  const server = await start();
  await query(server.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  const { pid, exited } = server;
  await server.restart();
  await exited;
  expect(server.pid).not.toBe(pid);
  expect(await query(server.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
});

test('a server left behind by a killed MinisPod is stopped, and the next start has the data', async () => {
  const before = await start();
  await before.stop();
  const { postgres } = await findBinaries();
  const orphan = spawnOrphan(postgres, await freePort());
  await expect.poll(() => existsSync(join(directory, 'data', 'postmaster.pid'))).toBe(true);
  const next = await start();
  expect(identify(Number(orphan.pid))).toBeUndefined();
  expect(await query(next.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

function spawnOrphan(postgres: string, port: number) {
  const program = [
    postgres,
    '-D',
    join(directory, 'data'),
    '-c',
    `port=${port}`,
    '-c',
    'unix_socket_directories=',
  ];
  const [command = '', ...args] =
    process.getuid?.() === 0
      ? ['unshare', '--user', '--map-user=65534', '--map-group=65534', ...program]
      : program;
  return spawn(command, args, { stdio: 'ignore' });
}

test('a postmaster.pid whose number another program has by now does not stand in the way', async () => {
  const first = await start();
  await first.stop();
  await writeFile(join(directory, 'data', 'postmaster.pid'), `${process.pid}\n${directory}/data\n`);
  const second = await start();
  expect(await query(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

test('an initdb that was cut short is begun again', async () => {
  await mkdir(join(directory, 'data.new', 'base'), { recursive: true });
  const server = await start();
  expect(await query(server.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  expect(existsSync(join(directory, 'data.new'))).toBe(false);
});

test('two starts on one directory: the second is told who runs it, and the first is left alone', async () => {
  const server = await start();
  await expect(start()).rejects.toThrow(`is already run by process ${process.pid}`);
  expect(await query(server.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

test('a port in use is named, and the directory is free for another try', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await expect.poll(() => blocker.listening).toBe(true);
  const { port } = blocker.address() as { port: number };
  await expect(start({ port })).rejects.toThrow(`Port ${port} is in use`);
  blocker.close();
  const server = await start({ port });
  expect(server.port).toBe(port);
});

test('listens on 127.0.0.1 alone', async () => {
  const server = await start();
  expect(await query(server.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await query(server.url, 'SHOW unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
});

test.runIf(process.getuid?.() === 0)(
  'as root where namespaces are forbidden, the data belongs to nobody',
  async () => {
    const binaries = await findBinaries();
    await chmod(directory, 0o755);
    await ensureDatabase(directory, binaries, asNobody, false);
    expect((await stat(join(directory, 'data'))).uid).toBe(65534);
    expect(await readFile(join(directory, 'data', 'PG_VERSION'), 'utf8')).toBe('18\n');
  },
);

test('what cannot work is said in one line with what to do', async () => {
  await expect(findBinaries('win32-x64')).rejects.toThrow(/set DATABASE_URL .* or run under WSL/);
  await expect(findBinaries('linux-ppc64')).rejects.toThrow(/is not installed .* run npm start again/);
  const full = 'FATAL:  could not write lock file "postmaster.pid": No space left on device';
  expect(explainExit(full, '/data').message).toBe(
    'The disk is full: PostgreSQL cannot write to /data. Free some space and start again.',
  );
  const old = 'FATAL:  database files are incompatible with server';
  expect(explainExit(old, '/data').message).toMatch(/another major version/);
});
