import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { explainExit } from './postgres-error.js';

export const USER = 'minispod';
export const DATABASE = 'minispod';

/**
 * Makes the database cluster once, in `<directory>/data`, with an empty database for us.
 * It is made beside and renamed, so that one cut short by a crash is never taken for a whole one.
 * @param durable false: nothing is synced to disk, for tests
 * @returns the password, kept in `<directory>/password`, readable by us alone
 */
export async function ensureDatabase(
  directory: string,
  binaries: Binaries,
  account: Account,
  durable: boolean,
): Promise<string> {
  const data = join(directory, 'data');
  const password = await ensurePassword(join(directory, 'password'));
  if (await exists(data)) return password;

  const making = join(directory, 'data.new');
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o700 });
  if (account.owner) await chown(making, account.owner.uid, account.owner.gid);
  const cluster = [
    `--pgdata=${making}`,
    `--username=${USER}`,
    '--encoding=UTF8',
    // The builtin provider orders alike on every system, so an operating system update never breaks an index.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--auth-host=scram-sha-256',
    '--auth-local=reject',
    ...(durable ? [] : ['--no-sync']),
  ];
  await finish(account, directory, binaries.initdb, cluster);
  // Through the single-user server, the password needs no file that the server's account can read.
  const statements = `ALTER ROLE ${USER} PASSWORD '${password}'\nCREATE DATABASE ${DATABASE}\n`;
  const single = ['--single', '-D', making, '-c', 'log_min_messages=error', 'postgres'];
  await finish(account, directory, binaries.postgres, single, statements);
  await rename(making, data);
  return password;
}

/** Written beside and renamed, as an empty password file would lock us out of our own database. */
async function ensurePassword(path: string): Promise<string> {
  if (await exists(path)) return (await readFile(path, 'utf8')).trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(`${path}.new`, password, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return password;
}

async function finish(
  account: Account,
  directory: string,
  program: string,
  args: string[],
  input = '',
): Promise<void> {
  const child = account.spawn(program, args, directory);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const [code] = await once(child, 'close');
  // The single-user server ends well whatever became of its statements.
  if (code !== 0 || /^.*ERROR: /m.test(output)) throw explainExit(output, directory);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
