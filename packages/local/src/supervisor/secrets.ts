import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.js';

const makers = {
  JWT_SECRET: () => randomBytes(32).toString('base64url'),
  JWT_REFRESH_SECRET: () => randomBytes(32).toString('base64url'),
  ENCRYPTION_KEY: () => randomBytes(32).toString('base64'),
  ADMIN_PASSWORD: password,
  CUSTOMER_PASSWORD: password,
  SUPER_ADMIN_PASSWORD: password,
  MIDTRANS_SERVER_KEY: () => `SB-Mid-server-${randomBytes(18).toString('hex')}`,
  TRIPAY_MERCHANT_CODE: () => `T${randomInt(10_000, 100_000)}`,
  TRIPAY_API_KEY: () => `DEV-${randomBytes(20).toString('hex')}`,
  TRIPAY_PRIVATE_KEY: () => randomBytes(15).toString('hex'),
  APPLICATION_DATABASE_PASSWORD: () => randomBytes(24).toString('hex'),
  MIDTRANS_CLIENT_KEY: () => `SB-Mid-client-${randomBytes(12).toString('hex')}`,
} satisfies Record<string, () => string>;

export type Secrets = Record<keyof typeof makers, string>;

/**
 * Made at random the first time and kept in `<dataDirectory>/secrets.json`, for us alone to read. Whatever the
 * environment sets goes before these.
 * @throws StartError when the file is broken: new secrets would lock everyone out
 */
export function keepSecrets(dataDirectory: string): Secrets {
  const path = join(dataDirectory, 'secrets.json');
  const kept = readKept(path);
  const missing = Object.entries(makers).filter(([name]) => !kept[name]);
  const secrets = {
    ...kept,
    ...Object.fromEntries(missing.map(([name, make]) => [name, make()])),
  } as Secrets;
  if (missing.length > 0) {
    writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return secrets;
}

function readKept(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StartError(`${path} cannot be read (${(error as Error).message}): put it back from a backup.`, {
      cause: error,
    });
  }
}

/** Letters and digits that nobody confuses when typing them: 15 of 31, about 74 bits. */
function password(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group()].join('-');
}
