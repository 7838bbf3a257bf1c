import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** The one place that a sealed value belongs to; it does not open anywhere else. */
export interface SealedPlace {
  column: 'variables' | 'secrets' | 'bank-account' | 'proof';
  /** Of the row: a copy that another row carries names the row it was sealed for. */
  id: string;
}

interface Key {
  id: string;
  secret: Buffer;
}

interface Sealed {
  nonce: Buffer;
  tag: Buffer;
  body: Buffer;
}

/** Begins sealed bytes, which no picture and no PDF begins with. */
const MARK = Buffer.from('MPS2');
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** How much longer than its content a sealed file is. */
export const SEALED_BYTES = MARK.length + KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;

/**
 * Encrypts what the database should not be able to read: customers' variables, generated passwords, bank accounts. AES-256-GCM
 * with a random 96-bit nonce; the associated data ties a text to its column and row, so that whoever can write to the
 * database cannot have one shown in another's place.
 *
 * `keys` is ENCRYPTION_KEY: one key, or several separated by commas. The first seals, any of them opens; so a key is
 * rotated by putting the new one in front and running `minispod reseal`.
 */
export function seal(keys: string, place: SealedPlace, plaintext: string): string {
  const key = firstOf(keys);
  const { nonce, tag, body } = encrypt(key, place, Buffer.from(plaintext));
  return ['v2', key.id, ...[nonce, tag, body].map((part) => part.toString('base64url'))].join('.');
}

/** Opens what `seal` made. Throws when no key fits, the text was altered, or it belongs to another place. */
export function open(keys: string, place: SealedPlace, sealed: string): string {
  const [version, keyId, ...parts] = sealed.split('.');
  const [nonce, tag, body] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (!nonce || !tag || !body) throw new Error('what is sealed is not whole');
  // The first version named the row alone, and its keys by a digest of themselves.
  const isFirst = version === 'v1';
  const key = keyNamed(keys, keyId, isFirst ? firstKeyId : keyIdOf);
  return decrypt(key, isFirst ? place.id : dataOf(place), { nonce, tag, body }).toString();
}

/** The same for a file: mark, key id, nonce, tag, content. */
export function sealBytes(keys: string, place: SealedPlace, content: Buffer): Buffer {
  const key = firstOf(keys);
  const { nonce, tag, body } = encrypt(key, place, content);
  return Buffer.concat([MARK, Buffer.from(key.id, 'hex'), nonce, tag, body]);
}

/** Opens what `sealBytes` made, and answers a file that an older version stored open as it is. Throws as `open` does. */
export function openBytes(keys: string, place: SealedPlace, stored: Buffer): Buffer {
  if (!stored.subarray(0, MARK.length).equals(MARK)) return stored;
  let at = MARK.length;
  const take = (bytes: number) => {
    at += bytes;
    return stored.subarray(at - bytes, at);
  };
  const key = keyNamed(keys, take(KEY_ID_BYTES).toString('hex'), keyIdOf);
  const [nonce, tag] = [take(NONCE_BYTES), take(TAG_BYTES)];
  return decrypt(key, dataOf(place), { nonce, tag, body: stored.subarray(at) });
}

/** Whether a text or a file is sealed as it would be now: with the first key, and for its column. */
export function isSealedNow(keys: string, sealed: string | Buffer): boolean {
  const { id } = firstOf(keys);
  if (typeof sealed === 'string') return sealed.startsWith(`v2.${id}.`);
  const beginning = Buffer.concat([MARK, Buffer.from(id, 'hex')]);
  return sealed.subarray(0, beginning.length).equals(beginning);
}

function encrypt(key: Key, place: SealedPlace, content: Buffer): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce).setAAD(Buffer.from(dataOf(place)));
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  return { nonce, tag: cipher.getAuthTag(), body };
}

function decrypt(key: Key, data: string, { nonce, tag, body }: Sealed): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key.secret, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(data))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}

const dataOf = ({ column, id }: SealedPlace) => `${column}:${id}`;

const listOf = (keys: string) => keys.split(',').flatMap((text) => text.trim() || []);

function firstOf(keys: string): Key {
  const [text] = listOf(keys);
  if (!text) throw new Error('ENCRYPTION_KEY is empty');
  return { id: keyIdOf(text), secret: secretOf(text) };
}

function keyNamed(keys: string, id: string | undefined, idOf: (text: string) => string): Key {
  const text = listOf(keys).find((each) => idOf(each) === id);
  if (!text || !id) throw new Error('sealed with an unknown key: is the former key still in ENCRYPTION_KEY?');
  return { id, secret: secretOf(text) };
}

const derive = (text: string, purpose: string, bytes: number) =>
  Buffer.from(hkdfSync('sha256', text, '', purpose, bytes));

const secretOf = (text: string) => derive(text, 'minispod instance secrets', 32);
/** Derived like a key, so that it says nothing about the key it names. */
const keyIdOf = (text: string) => derive(text, 'minispod key id', KEY_ID_BYTES).toString('hex');
const firstKeyId = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);
