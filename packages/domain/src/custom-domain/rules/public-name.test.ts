import { expect, test } from 'vitest';
import { isApex, whyNotOwn } from './public-name.js';

test.each([
  'co.id',
  'com',
  'my.id',
  'github.io',
  'db.prod.svc.cluster.local',
  'printer.lan',
  '1.168.192.in-addr.arpa',
  'a.internal',
])('%s cannot be a customer’s own', (domain) => expect(whyNotOwn(domain)).toContain(domain));
test.each(['example.co.id', 'shop.example.co.id', 'toko.my.id', 'me.github.io', 'shop.example'])(
  '%s can',
  (domain) => expect(whyNotOwn(domain)).toBeNull(),
);
test.each([
  ['example.co.id', true],
  ['shop.example.co.id', false],
  ['toko.my.id', true],
  ['www.toko.com', false],
])('%s as it was bought: %s', (domain, is) => expect(isApex(domain)).toBe(is));
