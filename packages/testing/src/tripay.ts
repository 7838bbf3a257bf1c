import type { PaymentGateway } from '@minispod/domain/ports/payment-gateway';
import { startTripaySandbox } from '@minispod/local/tripay/server';
import { createTripayGateway } from '@minispod/payments/tripay/gateway';

const keys = { merchantCode: 'T0001', apiKey: 'made-up', privateKey: 'made-up-too' };

/** A Tripay sandbox of the test's own, and our adapter in front of it: they meet over HTTP. `reachedBy` as for Midtrans. */
export async function playTripay({ reachedBy = async (url: string) => url } = {}): Promise<{
  gateway: PaymentGateway;
  url: string;
  close(): Promise<void>;
}> {
  const sandbox = await startTripaySandbox({ port: 0, ...keys, callbackUrl: 'http://127.0.0.1:1/' });
  const gateway = createTripayGateway({ ...keys, apiUrl: `${await reachedBy(sandbox.url)}/api/` });
  return { gateway, url: sandbox.url, close: () => sandbox.close() };
}
