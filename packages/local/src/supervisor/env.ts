import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { StartError } from './start-error.js';

export type Environment = Record<string, string | undefined>;

/** The environment, and beneath it the file `.env` in the project's folder. */
export function readEnvironment(root: string, environment: Environment = process.env): Environment {
  return { ...readDotEnv(join(root, '.env')), ...environment };
}

function readDotEnv(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StartError(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** npm and pnpm tell a script its name. */
export const startedByPackageManager = (environment: Environment = process.env) =>
  environment.npm_lifecycle_event !== undefined;
