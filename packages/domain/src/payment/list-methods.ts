import { MINIMUM_TOP_UP, type PaymentMethodsView, TOP_UP_METHODS } from '@minispod/contracts/wallet';
import { Payment } from '@minispod/database/entities/payment.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import type { Gateways } from './gateways.js';
import type { BankAccount } from './open-transfer.js';
import { channelsFor, type RoutedChannel, routesOf } from './routes.js';

type View = z.infer<typeof PaymentMethodsView>;
type Item = View['items'][number];

/** Every way to pay of this installation, whether it can be chosen now, and why not. `amount` in rupiah. */
export async function listMethods(
  reader: Reader,
  { gateways, bankAccounts }: { gateways: Gateways; bankAccounts: readonly BankAccount[] },
  userId: string,
  amount: number | undefined,
): Promise<View> {
  const items: Item[] = [];
  for (const method of TOP_UP_METHODS) {
    const channels = method === 'MANUAL_TRANSFER' ? [] : await channelsFor(reader, gateways, { method });
    for (const ways of byWay(channels).values()) items.push(toItem(ways, amount));
  }
  if (bankAccounts.length > 0 && (await routesOf(reader, 'MANUAL_TRANSFER')).length > 0) {
    items.push({
      method: 'MANUAL_TRANSFER',
      bank: null,
      wallet: null,
      name: bankAccounts.map(({ bank }) => bank).join(', '),
      min: MINIMUM_TOP_UP,
      max: 50_000_000,
      shows: 'TRANSFER',
      isAvailable: true,
      reason: null,
    });
  }
  const last = await reader.findOne(Payment, {
    where: { userId, status: 'PAID' },
    order: { createdAt: 'DESC' },
  });
  return { items, last: last && { method: last.method, bank: last.bank, wallet: last.eWallet } };
}

/** One way to pay may be taken by several gateways. */
function byWay(channels: RoutedChannel[]): Map<string, RoutedChannel[]> {
  const ways = new Map<string, RoutedChannel[]>();
  for (const channel of channels) {
    const key = channel.bank ?? channel.wallet ?? '';
    ways.set(key, [...(ways.get(key) ?? []), channel]);
  }
  return ways;
}

function toItem(ways: RoutedChannel[], amount: number | undefined): Item {
  const fitting = ways.filter(({ min, max }) => amount === undefined || (amount >= min && amount <= max));
  const best = fitting.find(({ isDown }) => !isDown) ?? fitting[0] ?? (ways[0] as RoutedChannel);
  const reason = fitting.length === 0 ? 'AMOUNT' : best.isDown ? 'DOWN' : null;
  return {
    method: best.method,
    bank: best.bank ?? null,
    wallet: best.wallet ?? null,
    name: best.name,
    min: Math.max(MINIMUM_TOP_UP, Math.min(...ways.map(({ min }) => min))),
    max: Math.max(...ways.map(({ max }) => max)),
    shows: best.shows,
    isAvailable: reason === null,
    reason,
  };
}
