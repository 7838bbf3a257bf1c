import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Account } from './account.js';
import { explainExit } from './postgres-error.js';

export interface ServerProcess {
  pid: number;
  port: number;
  exited: Promise<void>;
  stop(immediately?: boolean): Promise<void>;
  kill(): Promise<void>;
}

interface Launch {
  account: Account;
  postgres: string;
  directory: string;
  port: number;
  settings: Record<string, string>;
  logger?: ((line: string) => void) | undefined;
}

/** Kept for the explanation when the server ends before it is ready. */
const rememberedLines = 40;

/**
 * Resolves when the server accepts connections.
 * @throws PostgresError when it ends before that
 */
export async function launchServer({
  account,
  postgres,
  directory,
  port,
  settings,
  logger,
}: Launch): Promise<ServerProcess> {
  const parameters = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    log_line_prefix: '',
    log_checkpoints: 'off',
    // A constraint that refuses a row is an everyday answer to its client, not news for the log.
    log_min_messages: 'log',
    timezone: 'UTC',
    ...settings,
  };
  const args = Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = account.spawn(postgres, ['-D', join(directory, 'data'), ...args], directory);
  const pid = child.pid ?? 0;
  const guard = stopWithParent(pid);
  const exited = once(child, 'exit')
    .finally(() => guard.end())
    .then(() => {});
  exited.catch(() => {});
  const lines: string[] = [];
  const ready = new Promise<void>((resolve) => {
    for (const input of [child.stdout, child.stderr]) {
      if (!input) continue;
      createInterface({ input }).on('line', (line) => {
        lines.push(line);
        if (lines.length > rememberedLines) lines.shift();
        logger?.(line);
        if (line.includes('database system is ready to accept connections')) resolve();
      });
    }
  });
  const closed = once(child, 'close').then(() => {
    throw explainExit(lines.join('\n'), directory, port);
  });
  await Promise.race([ready, closed]);
  closed.catch(() => {});

  return {
    pid,
    port,
    exited,
    async stop(immediately = false) {
      child.kill(immediately ? 'SIGQUIT' : 'SIGINT');
      const timer = new AbortController();
      const late = delay(15_000, undefined, { signal: timer.signal }).then(
        () => child.kill('SIGQUIT'),
        () => {},
      );
      await Promise.race([exited, late.then(() => exited)]);
      timer.abort();
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/**
 * A shell that waits on a pipe from us. When we are gone, even by kill -9, it ends the server: the server itself
 * would live on.
 */
function stopWithParent(pid: number) {
  const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'sh', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const gone = once(guard, 'exit').catch(() => {});
  guard.stdin.on('error', () => {});
  return {
    async end() {
      guard.kill('SIGKILL');
      await gone;
    },
  };
}
