import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isAlive } from '../process-identity.js';
import { PostgresError } from './postgres-error.js';

/** How long a server may take to end by each signal, in ms. */
const deadlines: [signal: NodeJS.Signals, milliseconds: number][] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/**
 * Stops a server left behind on this data by a MinisPod that was killed: fast shutdown, then immediate, then kill.
 * A postmaster.pid whose number belongs to some other program by now is removed, as the server would take that
 * program for itself and refuse to start. One of a dead process stays: the server judges by it whether old backends
 * still use the shared memory.
 * @throws PostgresError when the old server does not end
 */
export async function stopOrphan(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  const server = identify(pid);
  if (!server) return;
  if (!servesFrom(pid, data)) {
    rmSync(file, { force: true });
    return;
  }
  for (const [signal, milliseconds] of deadlines) {
    process.kill(pid, signal);
    const until = Date.now() + milliseconds;
    while (Date.now() < until) {
      if (!isAlive(server)) return;
      await delay(20);
    }
  }
  throw new PostgresError(
    `An old PostgreSQL (process ${pid}) still runs on ${data} and does not end: end it and start again.`,
  );
}

/** The server works inside its data folder; where that cannot be seen, its command line names the folder. */
function servesFrom(pid: number, data: string): boolean {
  try {
    if (process.platform === 'linux') {
      return (
        readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres') &&
        readlinkSync(`/proc/${pid}/cwd`) === data
      );
    }
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('postgres') && command.includes(data);
  } catch {
    return false;
  }
}
