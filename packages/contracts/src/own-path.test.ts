import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOwnPath } from './own-path.js';
import { TopUpInput } from './wallet.js';

const OWN = ['/', '/services/n8n?plan=x#y', '/a//b', '/%2f%2fevil.example', '/?next=//evil.example'];
const FOREIGN = [
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example/phish',
  '/\n/evil.example',
  '/\r\\evil.example',
  '\t//evil.example',
  '/\t\n//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  'evil',
  '',
];
const accepts = (returnTo: string) =>
  TopUpInput.safeParse({ amount: 10_000, paymentMethod: 'QRIS', returnTo }).success;

test.each(OWN)('%j stays here', (path) => {
  expect(isOwnPath(path)).toBe(true);
  expect(accepts(path)).toBe(true);
});

test.each(FOREIGN)('%j does not', (path) => {
  expect(isOwnPath(path)).toBe(false);
  expect(accepts(path)).toBe(false);
});

test('whatever is accepted leads nowhere else from any page of ours', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '\t',
    '\n',
    '\r',
    'evil.example',
    '@',
    ':',
    '.',
    '?',
    '#',
    ' ',
    'a',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const path = parts.join('');
      if (!isOwnPath(path)) return;
      for (const page of ['https://pods.example/', 'http://localhost:3000/wallet/x?y']) {
        expect(new URL(path, page).origin).toBe(new URL(page).origin);
      }
    }),
    { seed: 9, numRuns: 2_000 },
  );
});
