import { expect, test } from 'vitest';
import { canonicalAddress } from './ip-address.js';

test.each([
  ['2001:DB8:0:0:0:0:0:7', '2001:db8::7'],
  ['2001:0db8::0007', '2001:db8::7'],
  ['[2001:db8::7]', '2001:db8::7'],
  ['203.0.113.7', '203.0.113.7'],
  ['not:an:address', 'not:an:address'],
])('%s is written %s', (address, canonical) => expect(canonicalAddress(address)).toBe(canonical));
