import { expect, test } from 'vitest';
import { processEnv, readEnv } from './env.js';
import { gatewayFaults, gateways } from './gateways.js';
import { midtransEnv, midtransSettings } from './midtrans-env.js';
import { tripayEnv, tripaySettings } from './tripay-env.js';

const midtrans = { MIDTRANS_SERVER_KEY: 'SB-Mid-server-made-up' };
const tripay = {
  TRIPAY_MERCHANT_CODE: 'T0001',
  TRIPAY_API_KEY: 'made-up-api-key',
  TRIPAY_PRIVATE_KEY: 'made-up-private-key',
};
const read = (source: Record<string, string>) =>
  readEnv({ ...processEnv, ...midtransEnv, ...tripayEnv }, gatewayFaults, { ...midtrans, ...source });
const names = (source: Record<string, string>) => [...gateways(read(source)).keys()];

test('Tripay is offered with all of its keys, Midtrans always', () => {
  expect(names({})).toEqual(['midtrans']);
  expect(names(tripay)).toEqual(['midtrans', 'tripay']);
  for (const name of Object.keys(tripay)) expect(names({ ...tripay, [name]: '' })).toEqual(['midtrans']);
});

test('Tripay is asked at its own address unless another is named, whose path is kept', () => {
  expect(tripaySettings(read(tripay))?.apiUrl).toBe('https://tripay.co.id/api/');
  const own = { ...tripay, TRIPAY_API_URL: 'https://tripay.co.id/api-sandbox' };
  expect(tripaySettings(read(own))?.apiUrl).toBe('https://tripay.co.id/api-sandbox/');
  expect(() => read({ ...tripay, TRIPAY_API_URL: 'tripay.co.id' })).toThrow('TRIPAY_API_URL');
});

test('Midtrans’s page sends people back where the environment says', () => {
  const urls = { finish: 'https://m.test/f', unfinish: 'https://m.test/u', error: 'https://m.test/e' };
  const { finish, unfinish, error } = urls;
  const env = { MIDTRANS_FINISH_URL: finish, MIDTRANS_UNFINISH_URL: unfinish, MIDTRANS_ERROR_URL: error };
  expect(midtransSettings(read(env)).returnUrls).toEqual(urls);
  expect(() => read({ MIDTRANS_ERROR_URL: 'nowhere' })).toThrow('MIDTRANS_ERROR_URL');
});

test('production refuses a sandbox, and half of the keys, naming what is missing', () => {
  const production = {
    ...tripay,
    NODE_ENV: 'production',
    MIDTRANS_SERVER_KEY: 'Mid-server-made-up',
    MIDTRANS_IS_PRODUCTION: 'true',
  };
  expect(names(production)).toEqual(['midtrans', 'tripay']);
  for (const name of Object.keys(tripay)) expect(() => read({ ...production, [name]: '' })).toThrow(name);
  expect(() => read({ ...production, TRIPAY_API_KEY: 'DEV-made-up' })).toThrow(
    'TRIPAY_API_KEY: must be a production key',
  );
  const sandbox = 'https://tripay.co.id/api-sandbox/';
  expect(() => read({ ...production, TRIPAY_API_URL: sandbox })).toThrow('it leads to a sandbox');
  expect(() => read({ ...production, MIDTRANS_CORE_API_URL: sandbox })).toThrow('it leads to a sandbox');
});
