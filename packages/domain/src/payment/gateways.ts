import type { GatewayName } from '@minispod/contracts/wallet';
import type { DataSource } from 'typeorm';
import type { Clock } from '../ports/clock.js';
import { GatewayUnreachable, type PaymentGateway } from '../ports/payment-gateway.js';
import { recordFailure, recordSuccess } from './gateway-health.js';

/** The gateways this installation has keys for. */
export type Gateways = ReadonlyMap<PaymentGateway['name'], PaymentGateway>;

/** Throws when a payment was opened at a gateway whose keys have been taken away: an operator must put them back. */
export function gatewayOf(gateways: Gateways, name: GatewayName): PaymentGateway {
  const gateway = name === 'manual' ? undefined : gateways.get(name);
  if (!gateway) throw new GatewayUnreachable(`${name} is not configured`);
  return gateway;
}

/** The same gateways, keeping account of which of them answer. */
export function watched(gateways: Gateways, dataSource: DataSource, clock: Clock): Gateways {
  return new Map([...gateways].map(([name, gateway]) => [name, watch(gateway, dataSource, clock)]));
}

function watch(gateway: PaymentGateway, dataSource: DataSource, clock: Clock): PaymentGateway {
  const { name } = gateway;
  const noted = async <T>(call: Promise<T>): Promise<T> => {
    try {
      const answer = await call;
      await recordSuccess(dataSource, name, clock.now());
      return answer;
    } catch (error) {
      // A gateway that says no is one that answers.
      if (error instanceof GatewayUnreachable)
        await recordFailure(dataSource, name, error.message, clock.now());
      else await recordSuccess(dataSource, name, clock.now());
      throw error;
    }
  };
  return {
    name,
    channels: gateway.channels,
    create: (payment) => noted(gateway.create(payment)),
    status: (payment) => noted(gateway.status(payment)),
    cancel: (payment) => noted(gateway.cancel(payment)),
    refund: (payment, refund) => noted(gateway.refund(payment, refund)),
    readNotification: (notification) => gateway.readNotification(notification),
    settlements: (firstDay, lastDay) => noted(gateway.settlements(firstDay, lastDay)),
  };
}
