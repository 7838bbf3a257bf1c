import type { PaymentStatus, TopUpInput } from '@minispod/contracts/wallet';
import type { Product } from '@minispod/testing/product';
import type { RestClient } from '@minispod/testing/rest-client';
import { endPayment, type HowPaid } from '@minispod/testing/sandboxes';
import { expect, vi } from 'vitest';
import { AMOUNT, type Way } from './payment-outcomes.js';

type Step = HowPaid & { becomes: PaymentStatus; balance: number };

const paid = { outcome: 'settlement', becomes: 'PAID', balance: AMOUNT } as const;

/** What Tripay can report, one after the other, and what must have become of payment and balance after each. */
const OUTCOMES: Record<string, Step[]> = {
  unpaid: [{ outcome: 'pending', becomes: 'PENDING', balance: 0 }],
  paid: [paid],
  'paid, unpaid told late': [{ ...paid, reorder: true }],
  'paid, told 5 times': [{ ...paid, notify: 5 }],
  'paid, told by nobody': [{ ...paid, notify: 0 }],
  'paid more than asked': [{ ...paid, grossAmount: '100071.00' }],
  expired: [{ outcome: 'expire', becomes: 'EXPIRED', balance: 0 }],
  failed: [{ outcome: 'failure', becomes: 'FAILED', balance: 0 }],
  'expired, paid': [{ outcome: 'expire', becomes: 'EXPIRED', balance: 0 }, paid],
  'paid, refunded': [paid, { outcome: 'refund', becomes: 'REVERSED', balance: 0 }],
};

/** Plays every outcome that each way to pay at Tripay can have, a customer for each, and prints the table. */
export async function playTripay(
  product: Product,
  ways: Way[],
  newcomers: (count: number) => Promise<RestClient[]>,
): Promise<void> {
  const cases = Object.entries(OUTCOMES).flatMap(([name, steps]) =>
    ways.map((way) => ({ name, steps, way })),
  );
  const customers = await newcomers(cases.length);
  const ends = new Map<string, string>();
  const work = async () => {
    for (let next = cases.pop(); next; next = cases.pop()) {
      const customer = customers.pop() ?? expect.fail('nobody is left');
      ends.set(`${next.name}:${next.way.name}`, await play(product, customer, next.way, next.steps));
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
  const row = (cells: string[]) =>
    process.stdout.write(`${cells.map((cell, at) => cell.padEnd(at ? 11 : 32)).join('')}\n`);
  row(['\nTripay, top-ups of 100', ...ways.map(({ name }) => name)]);
  for (const name of Object.keys(OUTCOMES))
    row([name, ...ways.map((way) => ends.get(`${name}:${way.name}`) ?? '')]);
}

/** Opens a top-up in this way and lets Tripay do to it what the steps say; what the customer saw at the end. */
async function play(product: Product, customer: RestClient, way: Way, steps: Step[]): Promise<string> {
  const { transactionId, ...opened } = await customer.topUp(AMOUNT, {
    paymentMethod: way.method,
    ...(way.bank && { bank: way.bank }),
    ...(way.wallet && { wallet: way.wallet }),
  } as Partial<TopUpInput>);
  expect(opened).toMatchObject({ gateway: 'tripay', paymentStatus: 'PENDING' });
  let end = '';
  for (const { becomes, balance, ...how } of steps) {
    await endPayment({ ...product, midtrans: product.tripay }, transactionId, how);
    // What nobody tells is asked for, as by the button.
    if (how.notify === 0) await customer.post(`/user/wallet/topup/${transactionId}/check`, {});
    await vi.waitFor(
      async () => {
        const { paymentStatus } = await customer.topUpStatus(transactionId);
        const { creditBalance } = await customer.wallet();
        expect({ paymentStatus, creditBalance }).toEqual({ paymentStatus: becomes, creditBalance: balance });
      },
      { timeout: 60_000, interval: 250 },
    );
    end = `${becomes.toLowerCase()} ${balance / 1_000}`;
  }
  return end;
}
