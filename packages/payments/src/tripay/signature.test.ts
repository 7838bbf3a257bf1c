import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedBy, requestSignature } from './signature.js';

test('signs a creation as the published sample does', () => {
  expect(requestSignature('T0001', 'INV345675', 1_000_000, 'private_key_anda')).toBe(
    '3c406d352cb031b304ba7ed405f093e6d705b9caca3be4258ac2f5c438b1c7c5',
  );
});

test('a callback is signed over its very bytes', () => {
  const raw = Buffer.from('{"reference":"T1"}');
  const signature = createHmac('sha256', 'key').update(raw).digest('hex');
  expect(isSignedBy(raw, signature, 'key')).toBe(true);
  expect(isSignedBy(Buffer.from('{"reference": "T1"}'), signature, 'key')).toBe(false);
  expect(isSignedBy(raw, signature, 'other')).toBe(false);
  expect(isSignedBy(raw, '', 'key')).toBe(false);
});
