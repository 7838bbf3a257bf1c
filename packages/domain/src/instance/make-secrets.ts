import { randomBytes, randomInt } from 'node:crypto';
import type { ServiceTemplate } from '@minispod/contracts/service-template';

const PASSWORD_CHARACTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Values for a template's `secrets`. Passwords are letters and digits only: they end up in URLs and shells. */
export function makeSecrets(secrets: ServiceTemplate['secrets']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, { generate, length }]) => [
      name,
      generate === 'hex'
        ? randomBytes(Math.ceil(length / 2))
            .toString('hex')
            .slice(0, length)
        : password(length),
    ]),
  );
}

function password(length: number): string {
  return Array.from({ length }, () => PASSWORD_CHARACTERS[randomInt(PASSWORD_CHARACTERS.length)]).join('');
}
