import {
  BANKS,
  E_WALLETS,
  type TopUpInput,
  type TopUpMethod,
  type TopUpView,
} from '@minispod/contracts/wallet';
import type { RouterOutputs } from '../../app/router-outputs.js';
import { viaName } from '../../format/via.js';

export type Methods = RouterOutputs['wallet']['methods'];
/** One way to pay: a method, with its bank or wallet where there are several. */
export type Way = Methods['items'][number];
/** What an order to open a payment says of it. */
export type ChosenWay = Pick<TopUpInput, 'paymentMethod' | 'bank' | 'wallet'>;

/** The order in which most people look for them. */
const ORDER: readonly TopUpMethod[] = ['QRIS', 'BANK_TRANSFER', 'E_WALLET', 'CREDIT_CARD', 'MANUAL_TRANSFER'];

export const keyOf = ({ method, bank, wallet }: Pick<Way, 'method' | 'bank' | 'wallet'>): string =>
  [method, bank ?? wallet ?? ''].join(':');

export function byMethod(items: readonly Way[]): { method: TopUpMethod; ways: Way[] }[] {
  return ORDER.map((method) => ({ method, ways: items.filter((way) => way.method === method) })).filter(
    ({ ways }) => ways.length > 0,
  );
}

/** What to begin with: as it was paid last, where that goes just now, else the first that does. */
export function usualWay({ items, last }: Methods): Way | undefined {
  const usual = last && items.find((way) => keyOf(way) === keyOf(last));
  if (usual?.isAvailable) return usual;
  return byMethod(items)
    .flatMap(({ ways }) => ways)
    .find(({ isAvailable }) => isAvailable);
}

export function chosen({ method, bank, wallet }: Pick<Way, 'method' | 'bank' | 'wallet'>): ChosenWay {
  const knownBank = BANKS.find((known) => known === bank);
  const knownWallet = E_WALLETS.find((known) => known === wallet);
  return {
    paymentMethod: method,
    ...(knownBank && { bank: knownBank }),
    ...(knownWallet && { wallet: knownWallet }),
  };
}

/** The bank or wallet by which it is paid; null where the method says it all. */
export function viaOf({ bank, wallet }: Pick<TopUpView, 'bank' | 'wallet'>): string | null {
  const code = bank ?? wallet;
  return code === null ? null : viaName(code);
}
