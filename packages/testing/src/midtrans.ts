import type { Gateways } from '@minispod/domain/payment/gateways';
import type { PaymentGateway } from '@minispod/domain/ports/payment-gateway';
import { startMidtransSandbox } from '@minispod/local/midtrans/server';
import { createMidtransGateway } from '@minispod/payments/midtrans/gateway';

const serverKey = 'SB-Mid-server-not-a-real-key';

export interface PlayMidtrans {
  gateway: PaymentGateway;
  gateways: Gateways;
  /** Of the sandbox. */
  url: string;
  serverKey: string;
  /** Makes a payment become what the sandbox's control API is told. */
  end(paymentId: string, command: object): Promise<void>;
  fault(faults: object): Promise<void>;
  close(): Promise<void>;
}

/**
 * A Midtrans sandbox of the test's own, and our adapter in front of it: they meet over HTTP. `reachedBy` may put something
 * between them: it is given the sandbox's address, and answers the one that the adapter asks.
 */
export async function playMidtrans({
  notificationUrl = 'http://127.0.0.1:1/',
  timeoutMs = 1_000,
  reachedBy = async (url: string) => url,
} = {}): Promise<PlayMidtrans> {
  const sandbox = await startMidtransSandbox({ port: 0, serverKey, notificationUrl });
  const address = await reachedBy(sandbox.url);
  const gateway = createMidtransGateway({
    serverKey,
    clientKey: 'SB-Mid-client-not-a-real-key',
    isProduction: false,
    coreApiUrl: address,
    snapApiUrl: `${address}/snap/v1`,
    timeoutMs,
  });
  const control = async (path: string, body: object) => {
    const response = await fetch(`${sandbox.url}/sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  };
  return {
    gateway,
    gateways: new Map([[gateway.name, gateway]]),
    url: sandbox.url,
    serverKey,
    end: (paymentId, command) => control(`transactions/${paymentId}`, { notify: 0, ...command }),
    fault: (faults) => control('faults', faults),
    close: () => sandbox.close(),
  };
}
