import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../postgres/postgres.js';
import { PostgresError } from '../postgres/postgres-error.js';
import { readConfiguration } from './configuration.js';
import { makeDataDirectory } from './data-directory.js';
import { type Environment, readEnvironment } from './env.js';
import { environmentOfRun } from './run-record.js';
import { keepSecrets } from './secrets.js';
import { commandLineEntry, productEnvironment } from './services.js';
import { StartError } from './start-error.js';

/**
 * Runs one of the product's commands against what the processes use: the running MinisPod's environment, or, when
 * none runs, the same configuration with the embedded database started for as long as the command takes.
 * @returns the command's exit code
 */
async function runCommand(root: string, args: string[]): Promise<number> {
  const configuration = readConfiguration(root, readEnvironment(root));
  const { dataDirectory, local, environment } = configuration;
  if (!existsSync(commandLineEntry(root))) throw new StartError('MinisPod is not built: run npm run build.');
  const running = environmentOfRun(dataDirectory);
  if (running) return execute(root, args, running);
  makeDataDirectory(dataDirectory);
  const secrets = keepSecrets(dataDirectory);
  if (!local.postgres) {
    return execute(root, args, productEnvironment(configuration, secrets, environment.DATABASE_URL ?? ''));
  }
  const postgres = await startPostgres({ directory: join(dataDirectory, 'postgres') });
  try {
    return await execute(root, args, productEnvironment(configuration, secrets, postgres.url));
  } finally {
    await postgres.stop();
  }
}

async function execute(root: string, args: string[], environment: Environment): Promise<number> {
  const child = spawn(process.execPath, ['--enable-source-maps', commandLineEntry(root), ...args], {
    env: environment,
    stdio: 'inherit',
  });
  // The terminal tells the command itself; we only wait for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

const root = fileURLToPath(new URL('../../../..', import.meta.url));
try {
  process.exitCode = await runCommand(root, process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StartError || error instanceof PostgresError)) throw error;
  process.stderr.write(`✖ ${error.message}\n`);
  process.exitCode = 1;
}
