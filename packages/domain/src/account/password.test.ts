import { hash } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { hashPassword, passwordMatches } from './password.js';

const composed = 'caf\u00e9 lama sekali';
const decomposed = 'cafe\u0301 lama sekali';

test('matches however it is composed', async () => {
  const stored = await hashPassword(decomposed);
  expect(await passwordMatches(stored, composed)).toBe(true);
  expect(await passwordMatches(stored, decomposed)).toBe(true);
  expect(await passwordMatches(stored, 'cafe lama sekali')).toBe(false);
});

test('set before passwords were normalised, matches as it was typed', async () => {
  const old = await hash(decomposed);
  expect(await passwordMatches(old, decomposed)).toBe(true);
  expect(await passwordMatches(old, composed)).toBe(false);
});

test('of nobody matches nothing', async () => {
  expect(await passwordMatches(null, 'nobody has this password')).toBe(false);
});
