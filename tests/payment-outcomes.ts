import type { PaymentMethodsView, PaymentStatus, TopUpInput, TopUpView } from '@minispod/contracts/wallet';
import type { Product } from '@minispod/testing/product';
import type { RestClient } from '@minispod/testing/rest-client';
import { endPayment, type HowPaid } from '@minispod/testing/sandboxes';
import { expect, vi } from 'vitest';

/** Rupiah of each top-up in the table. */
export const AMOUNT = 100_000;
export type Way = PaymentMethodsView['items'][number];

/** What Midtrans does, one after the other, and what must have become of the payment and the balance after each. */
interface Step extends HowPaid {
  becomes: PaymentStatus;
  balance: number;
  isUnderReview?: true;
}
interface Outcome {
  name: string;
  steps: Step[];
  /** Only cards know it. */
  isOfCards?: true;
}

const paid = { outcome: 'settlement', becomes: 'PAID', balance: AMOUNT } as const;
const half = { outcome: 'partial_refund', refundAmount: 50_000 } as const;
const challenge = { outcome: 'challenge', becomes: 'PENDING', balance: 0, isUnderReview: true } as const;
const capture = { outcome: 'capture', becomes: 'PAID', balance: AMOUNT } as const;

const OUTCOMES: Outcome[] = [
  { name: 'pending', steps: [{ outcome: 'pending', becomes: 'PENDING', balance: 0 }] },
  { name: 'settlement', steps: [paid] },
  { name: 'settlement, pending told late', steps: [{ ...paid, reorder: true }] },
  { name: 'settlement, told 5 times', steps: [{ ...paid, notify: 5 }] },
  { name: 'settlement, told by nobody', steps: [{ ...paid, notify: 0 }] },
  { name: 'settlement of more than asked', steps: [{ ...paid, grossAmount: '100071.00' }] },
  { name: 'deny', steps: [{ outcome: 'deny', becomes: 'FAILED', balance: 0 }] },
  { name: 'cancel', steps: [{ outcome: 'cancel', becomes: 'CANCELLED', balance: 0 }] },
  { name: 'expire', steps: [{ outcome: 'expire', becomes: 'EXPIRED', balance: 0 }] },
  { name: 'failure', steps: [{ outcome: 'failure', becomes: 'FAILED', balance: 0 }] },
  { name: 'expire, settlement', steps: [{ outcome: 'expire', becomes: 'EXPIRED', balance: 0 }, paid] },
  { name: 'settlement, deny', steps: [paid, { outcome: 'deny', becomes: 'REVERSED', balance: 0 }] },
  { name: 'settlement, refund', steps: [paid, { outcome: 'refund', becomes: 'REVERSED', balance: 0 }] },
  {
    name: 'settlement, half, rest refunded',
    steps: [
      paid,
      { ...half, becomes: 'PARTIALLY_REVERSED', balance: 50_000 },
      { outcome: 'refund', becomes: 'REVERSED', balance: 0 },
    ],
  },
  {
    name: 'settlement, chargeback',
    steps: [paid, { outcome: 'chargeback', becomes: 'REVERSED', balance: 0 }],
  },
  {
    name: 'settlement, half charged back, rest',
    steps: [
      paid,
      { ...half, outcome: 'partial_chargeback', becomes: 'PARTIALLY_REVERSED', balance: 50_000 },
      { outcome: 'chargeback', becomes: 'REVERSED', balance: 0 },
    ],
  },
  { name: 'authorize', steps: [{ outcome: 'authorize', becomes: 'PENDING', balance: 0 }], isOfCards: true },
  { name: 'capture, settlement', steps: [capture, paid], isOfCards: true },
  {
    name: 'capture, cancel',
    steps: [capture, { outcome: 'cancel', becomes: 'REVERSED', balance: 0 }],
    isOfCards: true,
  },
  { name: 'challenge', steps: [challenge], isOfCards: true },
  { name: 'challenge, accept', steps: [challenge, capture], isOfCards: true },
  {
    name: 'challenge, deny',
    steps: [challenge, { outcome: 'deny', becomes: 'FAILED', balance: 0 }],
    isOfCards: true,
  },
];

/** Plays every outcome that each way to pay can have, a customer for each, and prints the table. */
export async function playAll(
  product: Product,
  ways: Way[],
  newcomers: (count: number) => Promise<RestClient[]>,
): Promise<void> {
  const cases = OUTCOMES.flatMap((outcome) =>
    ways
      .filter(({ method }) => method === 'CREDIT_CARD' || !outcome.isOfCards)
      .map((way) => ({ outcome, way })),
  );
  const customers = await newcomers(cases.length);
  const cells = new Map<string, string>();
  const work = async () => {
    for (let next = cases.pop(); next; next = cases.pop()) {
      const { outcome, way } = next;
      const customer = customers.pop() ?? expect.fail('nobody is left');
      cells.set(`${outcome.name}:${way.name}`, await play(product, customer, way, outcome));
    }
  };
  await Promise.all(Array.from({ length: 24 }, work));
  printTable(cells, ways);
}

/** Opens a top-up in this way and lets Midtrans do to it what the outcome says; what the customer saw, as a cell. */
async function play(product: Product, customer: RestClient, way: Way, { steps }: Outcome): Promise<string> {
  const chosen = {
    paymentMethod: way.method,
    ...(way.bank && { bank: way.bank }),
    ...(way.wallet && { wallet: way.wallet }),
  };
  const opened = await customer.topUp(AMOUNT, chosen as Partial<TopUpInput>);
  expect(opened).toMatchObject({
    gateway: 'midtrans',
    paymentStatus: 'PENDING',
    instructions: { kind: way.shows },
  });
  const { transactionId } = opened;
  let cell = '';
  for (const { becomes, balance, isUnderReview = false, ...how } of steps) {
    await endPayment(product, transactionId, how);
    // What nobody tells is asked for, as by the button.
    if (how.notify === 0) await customer.post(`/user/wallet/topup/${transactionId}/check`, {});
    const seen = async () => ({
      ...pick(await customer.topUpStatus(transactionId)),
      balance: (await customer.wallet()).creditBalance,
    });
    await vi.waitFor(async () => expect(await seen()).toEqual({ status: becomes, isUnderReview, balance }), {
      timeout: 60_000,
      interval: 250,
    });
    cell = `${SHORT[becomes]} ${balance / 1_000}`;
  }
  return cell;
}

const pick = ({ paymentStatus, isUnderReview }: TopUpView) => ({ status: paymentStatus, isUnderReview });
const SHORT: Record<PaymentStatus, string> = {
  PENDING: 'open',
  UNCERTAIN: 'open?',
  IN_REVIEW: 'review',
  PAID: 'PAID',
  PARTIALLY_REVERSED: 'part',
  REVERSED: 'back',
  FAILED: 'failed',
  EXPIRED: 'expired',
  CANCELLED: 'cancel',
};

/** Ways to pay across, outcomes down; each cell the status at the end and the balance in thousands. */
function printTable(cells: Map<string, string>, ways: Way[]): void {
  const row = (first: string, others: string[]) =>
    process.stdout.write(`${first.padEnd(37)}${others.map((cell) => cell.padEnd(11)).join('')}\n`);
  row(
    '\nMidtrans, top-ups of 100',
    ways.map(({ name }) => name.slice(0, 10)),
  );
  for (const { name } of OUTCOMES)
    row(
      name,
      ways.map((way) => cells.get(`${name}:${way.name}`) ?? '–'),
    );
}
