import type { GatewayName, TopUpMethod } from '@minispod/contracts/wallet';
import { PaymentRoute } from '@minispod/database/entities/payment-route.entity';
import type { Reader } from '@minispod/database/transaction';
import type { Channel } from '../ports/payment-gateway.js';
import { findDown } from './gateway-health.js';
import type { Gateways } from './gateways.js';

/** As long as the operator has not said otherwise. */
const BUILT_IN: readonly GatewayName[] = ['midtrans', 'tripay'];

export interface Choice {
  method: TopUpMethod;
  bank?: string | undefined;
  wallet?: string | undefined;
}

export interface RoutedChannel extends Channel {
  gateway: 'midtrans' | 'tripay';
  isDown: boolean;
}

/** The gateways of a method in the order in which they are tried, those that are turned off left out. */
export async function routesOf(reader: Reader, method: TopUpMethod): Promise<GatewayName[]> {
  const rows = await reader.find(PaymentRoute, { where: { method }, order: { position: 'ASC' } });
  if (method === 'MANUAL_TRANSFER') return rows.some(({ isEnabled }) => !isEnabled) ? [] : ['manual'];
  const said = new Map(rows.map((row) => [row.gateway, row.isEnabled]));
  const ordered = [...said.keys(), ...BUILT_IN.filter((gateway) => !said.has(gateway))];
  return ordered.filter((gateway) => said.get(gateway) ?? true);
}

/**
 * Who takes a payment of this kind: every gateway that offers it, best first; those that do not answer come last. Empty:
 * nobody offers it. Amounts are not looked at: the caller says what is wrong with them.
 */
export async function channelsFor(
  reader: Reader,
  gateways: Gateways,
  { method, bank, wallet }: Choice,
): Promise<RoutedChannel[]> {
  const [routes, down] = [await routesOf(reader, method), await findDown(reader)];
  return routes
    .flatMap((name) => {
      const gateway = name === 'manual' ? undefined : gateways.get(name);
      const offered = gateway?.channels.filter(
        (channel) =>
          channel.method === method &&
          channel.bank === (bank ?? channel.bank) &&
          channel.wallet === (wallet ?? channel.wallet),
      );
      return (offered ?? []).map((channel) => ({
        ...channel,
        gateway: (gateway as { name: 'midtrans' | 'tripay' }).name,
        isDown: down.has(name),
      }));
    })
    .sort((a, b) => Number(a.isDown) - Number(b.isDown));
}
