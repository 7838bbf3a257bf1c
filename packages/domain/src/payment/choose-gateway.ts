import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TopUpInput } from '@minispod/contracts/wallet';
import type { Reader } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { Gateways } from './gateways.js';
import { channelsFor } from './routes.js';

/**
 * Which gateway takes this payment, without asking any: the first in the operator's order that offers the way to pay,
 * takes the amount and answers. VALIDATION_ERROR for an amount outside the limits, which are named; UNAVAILABLE when
 * nobody takes it just now.
 */
export async function chooseGateway(
  reader: Reader,
  gateways: Gateways,
  { paymentMethod, bank, wallet, amount }: Pick<TopUpInput, 'paymentMethod' | 'bank' | 'wallet' | 'amount'>,
): Promise<PaymentGateway['name']> {
  const channels = await channelsFor(reader, gateways, { method: paymentMethod, bank, wallet });
  if (channels.length === 0)
    throw new DomainError('UNAVAILABLE', 'This way to pay is not offered: choose another one');
  const fitting = channels.filter(({ min, max }) => amount >= min && amount <= max);
  if (fitting.length === 0) {
    const min = Math.min(...channels.map((channel) => channel.min));
    const max = Math.max(...channels.map((channel) => channel.max));
    throw new DomainError('VALIDATION_ERROR', 'This way to pay does not take that amount', {
      amount: `From ${formatRupiah(min)} to ${formatRupiah(max)} by ${channels[0]?.name}`,
    });
  }
  const up = fitting.find(({ isDown }) => !isDown);
  if (!up) throw new DomainError('UNAVAILABLE', 'This way to pay is down just now: choose another one');
  return up.gateway;
}
