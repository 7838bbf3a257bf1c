import { randomInt } from 'node:crypto';

/** Without characters that are mistaken for one another when read out. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** `n8n-k3fp7q`: 30 bits of chance; the caller tries again when it is taken after all. */
export function suggestSubdomain(serviceSlug: string): string {
  const suffix = Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${serviceSlug.slice(0, 30)}-${suffix}`;
}
