import { fileURLToPath } from 'node:url';
import { readEnvironment, startedByPackageManager } from './env.js';
import { runSupervisor } from './run.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
if (startedByPackageManager()) stopWithParent();
process.exit(await runSupervisor(root, () => readEnvironment(root)));

/** `kill -9` of npm reaches npm alone: whoever wanted it gone wants us gone too. */
function stopWithParent(): void {
  const { ppid } = process;
  setInterval(() => {
    if (process.ppid !== ppid) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
