import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Encrypts what the database should not be able to read: customers' variables and generated passwords. AES-256-GCM with a
 * random 96-bit nonce; the associated data ties a text to its owner, so that a row cannot be given another's secret.
 *
 * `keys` is ENCRYPTION_KEY: one key, or several separated by commas. The first seals, any of them opens; so a key is
 * rotated by putting the new one in front.
 */
export function seal(keys: string, owner: string, plaintext: string): string {
  const key = deriveKeys(keys)[0];
  if (!key) throw new Error('ENCRYPTION_KEY is empty');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return [
    'v1',
    key.id,
    ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')),
  ].join('.');
}

/** Opens what `seal` made. Throws when no key fits, the text was altered, or it belongs to another owner. */
export function open(keys: string, owner: string, sealed: string): string {
  const [version, keyId, nonce, tag, body] = sealed.split('.');
  const key = deriveKeys(keys).find((candidate) => candidate.id === keyId);
  if (version !== 'v1' || !key || nonce === undefined || tag === undefined || body === undefined) {
    throw new Error('sealed with an unknown key: is the former key still in ENCRYPTION_KEY?');
  }
  const decipher = createDecipheriv('aes-256-gcm', key.secret, Buffer.from(nonce, 'base64url'))
    .setAAD(Buffer.from(owner))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return decipher.update(Buffer.from(body, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
}

function deriveKeys(keys: string): { id: string; secret: Buffer }[] {
  return keys
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean)
    .map((text) => ({
      id: createHash('sha256').update(text).digest('hex').slice(0, 8),
      secret: Buffer.from(hkdfSync('sha256', text, '', 'minispod instance secrets', 32)),
    }));
}
