import { PostgresError } from '../postgres/postgres-error.js';
import { readConfiguration } from './configuration.js';
import type { Environment } from './env.js';
import { StartError } from './start-error.js';
import { Supervisor } from './supervisor.js';
import { Terminal } from './terminal.js';

/** npm repeats the terminal's Ctrl-C to us, so two of them this close (ms) are one. */
const oneKeystroke = 700;

/**
 * Runs MinisPod until it is told to stop, or until it cannot go on.
 * @returns the exit code
 */
export async function runSupervisor(root: string, readEnvironment: () => Environment): Promise<number> {
  const write = (text: string) => process.stdout.write(text);
  // A terminal that was closed must not keep us from stopping in order.
  process.stdout.on('error', () => {});
  const coloured = process.stdout.isTTY === true;
  const terminal = new Terminal({ write, coloured });
  let supervisor: Supervisor | undefined;
  try {
    const configuration = readConfiguration(root, readEnvironment());
    terminal.shownLevel = configuration.shownLevel;
    supervisor = new Supervisor(configuration, terminal);
    return await Promise.race([stopOnSignals(supervisor, terminal), untilItFails(supervisor)]);
  } catch (error) {
    terminal.say(`${terminal.style('red', '✖')} ${explain(error)}`);
    await supervisor?.stop();
    return 1;
  }
}

/** Never resolves; a start that was cut short by a stop is no failure. */
async function untilItFails(supervisor: Supervisor): Promise<never> {
  try {
    await supervisor.start();
  } catch (error) {
    if (!supervisor.stopping) throw error;
    return new Promise(() => {});
  }
  throw await supervisor.failed;
}

/** Resolves with the exit code when all is down. */
function stopOnSignals(supervisor: Supervisor, terminal: Terminal): Promise<number> {
  let first = 0;
  return new Promise((resolve, reject) => {
    const onSignal = () => {
      if (first === 0) {
        first = Date.now();
        terminal.note('stopping; once more ends everything at once');
        supervisor.stop().then(() => {
          terminal.note('stopped');
          resolve(0);
        }, reject);
      } else if (Date.now() - first > oneKeystroke) {
        supervisor.kill().then(() => resolve(130), reject);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}

function explain(error: unknown): string {
  if (error instanceof StartError || error instanceof PostgresError) return error.message;
  const { code, stack, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return `The disk is full: free some space and start again (${message}).`;
  if (code === 'EACCES' || code === 'EROFS') {
    return `A file may not be written (${message}): choose another folder with MINISPOD_DATA_DIR.`;
  }
  return stack ?? String(error);
}
