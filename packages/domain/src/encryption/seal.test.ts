import { expect, test } from 'vitest';
import { isSealedNow, open, openBytes, SEALED_BYTES, type SealedPlace, seal, sealBytes } from './seal.js';

const key = 'an encryption key that is visibly made up';
const next = 'the next one of them which is also made up';
const place: SealedPlace = { column: 'secrets', id: '0190aaaa-0000-7000-8000-000000000001' };
const secrets = '{"password":"made up"}';

test('a text opens with its key, at its place, and is different each time it is sealed', () => {
  const sealed = seal(key, place, secrets);
  expect(open(key, place, sealed)).toBe(secrets);
  expect(seal(key, place, secrets)).not.toBe(sealed);
  expect(sealed).not.toContain('made up');
});

test.each<[string, SealedPlace]>([
  ['another row', { ...place, id: '0190aaaa-0000-7000-8000-000000000002' }],
  ['another column of the same row', { ...place, column: 'variables' }],
])('a text that was moved to %s does not open', (_, elsewhere) => {
  expect(() => open(key, elsewhere, seal(key, place, secrets))).toThrow();
  expect(() => openBytes(key, elsewhere, sealBytes(key, place, Buffer.from(secrets)))).toThrow();
});

test('one altered character is noticed', () => {
  const sealed = seal(key, place, secrets);
  const last = sealed.endsWith('A') ? 'B' : 'A';
  expect(() => open(key, place, `${sealed.slice(0, -1)}${last}`)).toThrow();
});

test('a new key in front seals, and the former one still opens; without it the error says what to do', () => {
  const former = seal(key, place, secrets);
  const keys = `${next}, ${key}`;
  expect(open(keys, place, former)).toBe(secrets);
  expect([former, seal(keys, place, secrets)].map((text) => isSealedNow(keys, text))).toEqual([false, true]);
  expect(() => open(next, place, former)).toThrow('is the former key still in ENCRYPTION_KEY?');
});

test('what the first version sealed still opens', () => {
  const sealed = 'v1.d240f063.BwcHBwcHBwcHBwcH.NJeVvISkZvHcwNLHNUpHow.jUkC5FtkMGc9KS5_hOBN40jScbzM7A';
  expect(open(key, place, sealed)).toBe(secrets);
  expect(isSealedNow(key, sealed)).toBe(false);
});

test('a file is sealed as bytes; one that was stored open is answered as it is', () => {
  const picture = Buffer.from('89504e470d0a1a0a00', 'hex');
  const sealed = sealBytes(key, place, picture);
  expect(sealed.length).toBe(picture.length + SEALED_BYTES);
  expect(openBytes(`${next},${key}`, place, sealed)).toEqual(picture);
  expect(openBytes(key, place, picture)).toBe(picture);
});
