import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from './env.js';

/** A process that runs now. */
export interface Running {
  pid: number;
  /** How it ended, in words. */
  exited: Promise<string>;
  /** Asks it to end and insists when it does not. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): Promise<void>;
}

/** How long a process may take to finish what it does, in ms: longer than the 15 s that the apps give themselves. */
const stopDeadline = 20_000;

const preloads = ['./end-with-parent.js', './keep-files-private.js'].flatMap((file) => [
  '--import',
  new URL(file, import.meta.url).href,
]);

/**
 * In a process group of its own: the terminal sends Ctrl-C to a whole group, and the processes must end in our order
 * and not in the terminal's.
 */
export function startNodeProcess(
  entry: string,
  args: string[],
  { cwd, environment, onLine }: { cwd: string; environment: Environment; onLine: (line: string) => void },
): Running {
  const child = spawn(process.execPath, ['--enable-source-maps', ...preloads, entry, ...args], {
    cwd,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ends = new Set<Promise<unknown>>();
  for (const input of [child.stdout, child.stderr]) {
    if (!input) continue;
    const lines = createInterface({ input });
    lines.on('line', onLine);
    ends.add(once(lines, 'close'));
  }
  const exited = once(child, 'exit').then(
    async ([code, signal]) => {
      killGroup(child.pid);
      // Its last words; but a grandchild that escaped may hold the pipe for ever.
      await Promise.race([Promise.all(ends), delay(500)]);
      return signal ? `ended by ${signal}` : `ended with exit code ${code}`;
    },
    (error: Error) => `could not be started: ${error.message}`,
  );
  return {
    pid: child.pid ?? 0,
    exited,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => killGroup(child.pid), stopDeadline);
      await exited;
      clearTimeout(timer);
    },
    async kill() {
      killGroup(child.pid);
      await exited;
    },
  };
}

/** With whatever it started itself. */
export function killGroup(pid: number | undefined): void {
  if (!pid) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // macOS says EPERM of a group that has only its dead leader left.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
