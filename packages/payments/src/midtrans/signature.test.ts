import { expect, test } from 'vitest';
import { isSignedBy, signatureOf } from './signature.js';

// The vector of Midtrans' own documentation.
const key = 'askvnoibnosifnboseofinbofinfgbiufglnbfg';
const signed = { orderId: '1111', statusCode: '200', grossAmount: '100000.00' };
const documented =
  'edc076b21793ebe3e17926350f5b8ae67d902fe657b3d0aa31b932d5c127e2375d308a2bc94f3265ac2d80a1f181a79b997ac178a236fcff35af263fc4d4c231';

test('signs as documented', () => {
  expect(signatureOf(signed, key)).toBe(documented);
  expect(isSignedBy(signed, documented, key)).toBe(true);
});

test.each([
  ['another order', { ...signed, orderId: '1112' }, documented, key],
  ['another amount', { ...signed, grossAmount: '100000' }, documented, key],
  ['another code', { ...signed, statusCode: '201' }, documented, key],
  ['another key', signed, documented, `${key}x`],
  ['a shorter signature', signed, documented.slice(1), key],
  ['no signature', signed, '', key],
])('refuses %s', (_, what, signature, serverKey) => {
  expect(isSignedBy(what, signature, serverKey)).toBe(false);
});
