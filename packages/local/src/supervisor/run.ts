import { PostgresError } from '../postgres/postgres-error.js';
import { readConfiguration } from './configuration.js';
import type { Environment } from './env.js';
import { StartError } from './start-error.js';
import { Supervisor } from './supervisor.js';
import { Terminal } from './terminal.js';

/** npm repeats the terminal's Ctrl-C to us, so two of them this close (ms) are one. */
const oneKeystroke = 700;

/** Runs beside MinisPod once that is ready; what it returns ends it again, before MinisPod stops. */
export type Companion = (supervisor: Supervisor) => Promise<() => Promise<void>>;

/**
 * Runs MinisPod until it is told to stop, or until it cannot go on.
 * @returns the exit code
 */
export async function runSupervisor(
  root: string,
  readEnvironment: () => Environment,
  companion: Companion = async () => async () => {},
): Promise<number> {
  const write = (text: string) => process.stdout.write(text);
  // A terminal that was closed must not keep us from stopping in order.
  process.stdout.on('error', () => {});
  const coloured = process.stdout.isTTY === true;
  const terminal = new Terminal({ write, coloured });
  let stop = async () => {};
  try {
    const configuration = readConfiguration(root, readEnvironment());
    terminal.shownLevel = configuration.shownLevel;
    const supervisor = new Supervisor(configuration, terminal);
    let endCompanion = async () => {};
    stop = () => endCompanion().then(() => supervisor.stop());
    const run = async () => {
      await supervisor.start();
      endCompanion = await companion(supervisor);
      throw await supervisor.failed;
    };
    return await Promise.race([stopOnSignals(supervisor, stop), unlessStopping(supervisor, run())]);
  } catch (error) {
    terminal.say(`${terminal.style('red', '✖')} ${explain(error)}`);
    await stop();
    return 1;
  }
}

/** A start that is cut short by a stop is no failure. */
async function unlessStopping(supervisor: Supervisor, run: Promise<never>): Promise<never> {
  return run.catch((error) => {
    if (!supervisor.stopping) throw error;
    return new Promise(() => {});
  });
}

/** Resolves with the exit code when all is down. */
function stopOnSignals(supervisor: Supervisor, stop: () => Promise<void>): Promise<number> {
  let first = 0;
  return new Promise((resolve, reject) => {
    const onSignal = () => {
      if (first === 0) {
        first = Date.now();
        supervisor.terminal.note('stopping; once more ends everything at once');
        stop().then(() => {
          supervisor.terminal.note('stopped');
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
