import { describe, expect, test } from 'vitest';
import { CHANNELS } from './midtrans/channels.js';
import { createClients } from './midtrans/client.js';
import { createMidtransGateway } from './midtrans/gateway.js';
import { paymentGatewayContract } from './payment-gateway.contract.js';

const serverKey = process.env.MIDTRANS_TEST_SERVER_KEY;
const config = { clientKey: '', isProduction: false };

describe(`the real Midtrans sandbox${serverKey ? '' : ' (contract not registered: no MIDTRANS_TEST_SERVER_KEY)'}`, () => {
  test('is where a configuration without addresses points', () => {
    const { snap, core } = createClients({ ...config, serverKey: 'SB-Mid-server-not-a-key' });
    expect(core.apiConfig.getCoreApiBaseUrl()).toBe('https://api.sandbox.midtrans.com');
    expect(snap.apiConfig.getSnapApiBaseUrl()).toBe('https://app.sandbox.midtrans.com/snap/v1');
  });

  if (serverKey) {
    paymentGatewayContract({
      channels: CHANNELS,
      gateway: () => createMidtransGateway({ ...config, serverKey }),
      cancels: true,
      withWrongKey: () => createMidtransGateway({ ...config, serverKey: 'SB-Mid-server-not-a-key' }),
    });
  }
});
