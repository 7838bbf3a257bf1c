import type { RoutesView, SetRouteInput } from '@minispod/contracts/payments';
import { GATEWAYS, type GatewayName, TOP_UP_METHODS, type TopUpMethod } from '@minispod/contracts/wallet';
import { GatewayHealth } from '@minispod/database/entities/gateway-health.entity';
import { PaymentRoute } from '@minispod/database/entities/payment-route.entity';
import { type Reader, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { recordAction } from '../audit-log/record.js';
import type { Doors } from './open-payment.js';
import { routesOf } from './routes.js';

/** Every way to pay with the gateways that may take it, in the order in which they are tried, and how the gateways are. */
export async function viewRoutes(reader: Reader, doors: Doors): Promise<RoutesView> {
  const health = new Map((await reader.find(GatewayHealth)).map((row) => [row.gateway, row]));
  const items: RoutesView['items'] = [];
  for (const method of TOP_UP_METHODS)
    items.push({ method, gateways: await readRoute(reader, doors, method) });
  return {
    items,
    gateways: GATEWAYS.map((gateway) => ({
      gateway,
      isConfigured: isConfigured(doors, gateway),
      downSince: health.get(gateway)?.downSince?.toISOString() ?? null,
      failures: health.get(gateway)?.failures ?? 0,
      lastError: health.get(gateway)?.lastError ?? null,
    })),
  };
}

async function readRoute(
  reader: Reader,
  doors: Doors,
  method: TopUpMethod,
): Promise<RoutesView['items'][number]['gateways']> {
  const enabled = await routesOf(reader, method);
  const rows = await reader.find(PaymentRoute, { where: { method }, order: { position: 'ASC' } });
  const order = [...new Set([...rows.map(({ gateway }) => gateway), ...enabled])];
  return (method === 'MANUAL_TRANSFER' ? (['manual'] as const) : order).map((gateway) => ({
    gateway,
    isEnabled: enabled.includes(gateway),
    isConfigured: isConfigured(doors, gateway),
  }));
}

function isConfigured({ gateways, bankAccounts }: Doors, gateway: GatewayName): boolean {
  return gateway === 'manual' ? bankAccounts.length > 0 : gateways.has(gateway);
}

/** Sets the order of one way to pay and turns gateways on or off; what is open already goes on where it was opened. */
export async function setRoute(
  { dataSource, ...doors }: Doors & { dataSource: DataSource },
  administratorId: string,
  { method, gateways }: SetRouteInput,
  now: Date,
): Promise<RoutesView> {
  return withTransaction(dataSource, async (tx) => {
    // Two administrators at once: the second waits and its order is what stays, whole.
    await tx.query('LOCK TABLE payment_routes IN SHARE ROW EXCLUSIVE MODE');
    await tx.delete(PaymentRoute, { method });
    await tx.insert(
      PaymentRoute,
      gateways.map((route, position) => ({ method, position, ...route })),
    );
    await recordAction(
      tx,
      {
        actorId: administratorId,
        action: 'gateway.route',
        subject: 'gateway',
        subjectId: method,
        details: { gateways },
      },
      now,
    );
    return viewRoutes(tx, doors);
  });
}
