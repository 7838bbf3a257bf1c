import type { Gateways } from '@minispod/domain/payment/gateways';
import type { PaymentGateway } from '@minispod/domain/ports/payment-gateway';
import { createMidtransGateway } from '@minispod/payments/midtrans/gateway';
import { createTripayGateway } from '@minispod/payments/tripay/gateway';
import type { z } from 'zod';
import { type midtransEnv, midtransFaults, midtransSettings } from './midtrans-env.js';
import { type tripayEnv, tripayFaults, tripaySettings } from './tripay-env.js';

type GatewayEnv = z.infer<z.ZodObject<typeof midtransEnv & typeof tripayEnv>>;

/** What production refuses of the gateways together. */
export const gatewayFaults = (env: GatewayEnv) => ({ ...midtransFaults(env), ...tripayFaults(env) });

/** The gateways there are keys for: the same ones in every process. Throws as `createMidtransGateway` does. */
export function gateways(env: GatewayEnv): Gateways {
  const tripay = tripaySettings(env);
  const all: PaymentGateway[] = [createMidtransGateway(midtransSettings(env))];
  if (tripay) all.push(createTripayGateway(tripay));
  return new Map(all.map((gateway) => [gateway.name, gateway]));
}
