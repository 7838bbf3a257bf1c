import { expect, test } from 'vitest';
import { isReservedSubdomain } from './subdomain.js';

test.each([
  'www',
  'auth',
  'sso',
  'secure',
  'wallet',
  'bca',
  'midtrans',
  'hostmaster',
  'localhost',
  'ns3',
  'xn--bcher-kva',
  'zz--x',
])('%s is kept back', (name) => expect(isReservedSubdomain(name)).toBe(true));
test.each(['toko-budi', 'bca-kopi', 'my-shop', 'n8n-k3fp7q', 'x--y'])('%s may be had', (name) =>
  expect(isReservedSubdomain(name)).toBe(false),
);
