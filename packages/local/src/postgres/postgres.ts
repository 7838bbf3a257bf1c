import { mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { acquireProcessLock, LockedError } from '../process-lock.js';
import { chooseAccount } from './account.js';
import { findBinaries } from './binaries.js';
import { DATABASE, ensureDatabase, USER } from './database-directory.js';
import { freePort } from './free-port.js';
import { stopOrphan } from './orphan.js';
import { PostgresError } from './postgres-error.js';
import { launchServer, type ServerProcess } from './server-process.js';

export interface PostgresOptions {
  /** Holds the data and its password; made when absent. */
  directory: string;
  /** A free one by default. */
  port?: number;
  /** Configuration parameters of the server, for example `fastSettings`. */
  settings?: Record<string, string>;
  /** Gets what the server says, a line at a time. */
  logger?: (line: string) => void;
}

export interface RunningPostgres {
  /** Of an empty database that belongs to us; the account is a superuser. */
  url: string;
  port: number;
  /** Of the postmaster now running. */
  readonly pid: number;
  /** Resolves when the server that is now running has ended, however. */
  readonly exited: Promise<void>;
  /**
   * Fast shutdown: open transactions are rolled back; immediate after 15 s, or when asked, which the next start has
   * to recover from. The directory is free afterwards.
   */
  stop(immediately?: boolean): Promise<void>;
  /** kill -9, as a power cut would, then the same server on the same port again. */
  restart(): Promise<void>;
}

/**
 * For tests: nothing is ever synced to disk, so a power cut would lose data. A kill -9 still loses no commit:
 * `synchronous_commit` stays on, which without fsync costs next to nothing.
 */
export const fastSettings = {
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  autovacuum_naptime: '10min',
} satisfies Record<string, string>;

/** Rests between looks at whether the backends of a killed server are gone, in ms, and how many looks. */
const backendsRest = 100;
const backendsLooks = 100;

/**
 * Runs a real PostgreSQL, on 127.0.0.1 alone, on data that outlives it. One server per directory: one left behind by
 * a killed process is stopped first, one of a living process is an error.
 * @throws PostgresError, whose message says what to do
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const binaries = await findBinaries();
  const directory = await makeDirectory(resolve(options.directory));
  const release = lock(directory);
  try {
    const account = await chooseAccount(binaries.postgres, directory);
    const settings = { max_connections: '200', ...options.settings };
    const data = join(directory, 'data');
    await stopOrphan(data);
    const password = await ensureDatabase(directory, binaries, account, options.settings?.fsync !== 'off');
    const launch = (port: number) =>
      launchPastOldBackends(() =>
        launchServer({
          account,
          postgres: binaries.postgres,
          directory,
          port,
          settings,
          logger: options.logger,
        }),
      );
    let server = options.port ? await launch(options.port) : await launchOnFreePort(launch);
    const { port } = server;
    return {
      url: `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`,
      port,
      get pid() {
        return server.pid;
      },
      get exited() {
        return server.exited;
      },
      async stop(immediately) {
        await server.stop(immediately);
        release();
      },
      async restart() {
        await server.kill();
        server = await launch(port);
      },
    };
  } catch (error) {
    release();
    throw explainSystemError(error, directory);
  }
}

/** The real path, as the server's working directory is compared with it. */
async function makeDirectory(directory: string): Promise<string> {
  try {
    await mkdir(directory, { recursive: true });
    return await realpath(directory);
  } catch (error) {
    throw explainSystemError(error, directory);
  }
}

function lock(directory: string): () => void {
  try {
    return acquireProcessLock(join(directory, 'lock'));
  } catch (error) {
    if (!(error instanceof LockedError)) throw explainSystemError(error, directory);
    throw new PostgresError(`The database in ${directory} is already run by process ${error.pid}.`, {
      cause: error,
    });
  }
}

/** Another program may take the port between our look and the server's. */
async function launchOnFreePort(launch: (port: number) => Promise<ServerProcess>): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(await freePort());
    } catch (error) {
      if (attempt === 5 || !/^Port \d+ is in use/.test((error as Error).message)) throw error;
    }
  }
}

/** After kill -9 of the postmaster its backends need a moment to notice; until then the server refuses to start. */
async function launchPastOldBackends(launch: () => Promise<ServerProcess>): Promise<ServerProcess> {
  for (let look = 1; ; look++) {
    try {
      return await launch();
    } catch (error) {
      if (look === backendsLooks || !/still in use|lock file "postmaster.pid"/.test((error as Error).message))
        throw error;
      await delay(backendsRest);
    }
  }
}

function explainSystemError(error: unknown, directory: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const cause = { cause: error };
  if (code === 'ENOSPC') return new PostgresError(`The disk is full: ${directory} cannot be written.`, cause);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new PostgresError(
      `${directory} may not be written (${message}): choose another folder with MINISPOD_DATA_DIR.`,
      cause,
    );
  }
  return error;
}
