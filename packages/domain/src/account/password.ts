import { normalizePassword } from '@minispod/contracts/password';
import { hash, verify } from '@node-rs/argon2';

/** argon2id, the library's default, with OWASP's costs: 19 MiB, two passes, one lane (Password Storage Cheat Sheet). */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(normalizePassword(password), OPTIONS);
}

let nobodysHash: Promise<string> | undefined;

/** False for a wrong password and, after the same work, for an account that does not exist (`hash` null). */
export async function passwordMatches(hash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody has this password');
  const stored = hash ?? (await nobodysHash);
  const normal = normalizePassword(password);
  // Hashes from before passwords were normalised are of what was typed.
  const matches = (await verify(stored, normal)) || (normal !== password && (await verify(stored, password)));
  return matches && hash !== null;
}
