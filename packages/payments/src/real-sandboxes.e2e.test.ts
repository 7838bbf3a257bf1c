import { describe, expect, test } from 'vitest';
import { CHANNELS as MIDTRANS_CHANNELS } from './midtrans/channels.js';
import { createClients } from './midtrans/client.js';
import { createMidtransGateway } from './midtrans/gateway.js';
import { paymentGatewayContract } from './payment-gateway.contract.js';
import { CHANNELS as TRIPAY_CHANNELS } from './tripay/channels.js';
import { createTripayGateway } from './tripay/gateway.js';

// Without keys in the environment the contracts register no test: nobody is to wonder about skipped ones.
const { MIDTRANS_TEST_SERVER_KEY, TRIPAY_TEST_MERCHANT_CODE, TRIPAY_TEST_API_KEY, TRIPAY_TEST_PRIVATE_KEY } =
  process.env;

test('a configuration without addresses points to the real Midtrans sandbox', () => {
  const { snap, core } = createClients({
    clientKey: '',
    isProduction: false,
    serverKey: 'SB-Mid-server-not-a-key',
  });
  expect(core.apiConfig.getCoreApiBaseUrl()).toBe('https://api.sandbox.midtrans.com');
  expect(snap.apiConfig.getSnapApiBaseUrl()).toBe('https://app.sandbox.midtrans.com/snap/v1');
});

if (MIDTRANS_TEST_SERVER_KEY) {
  const gateway = (serverKey: string) =>
    createMidtransGateway({ clientKey: '', isProduction: false, serverKey });
  describe('the real Midtrans sandbox', () =>
    paymentGatewayContract({
      channels: MIDTRANS_CHANNELS,
      gateway: () => gateway(MIDTRANS_TEST_SERVER_KEY),
      withWrongKey: () => gateway('SB-Mid-server-not-a-key'),
      cancels: true,
    }));
}

if (TRIPAY_TEST_MERCHANT_CODE && TRIPAY_TEST_API_KEY && TRIPAY_TEST_PRIVATE_KEY) {
  const gateway = (apiKey: string) =>
    createTripayGateway({
      merchantCode: TRIPAY_TEST_MERCHANT_CODE,
      privateKey: TRIPAY_TEST_PRIVATE_KEY,
      apiKey,
      apiUrl: 'https://tripay.co.id/api-sandbox/',
    });
  describe('the real Tripay sandbox', () =>
    paymentGatewayContract({
      channels: TRIPAY_CHANNELS,
      gateway: () => gateway(TRIPAY_TEST_API_KEY),
      withWrongKey: () => gateway('not-a-key'),
      cancels: false,
      drawsCodes: false,
    }));
}
