import type { PaymentStatus, TopUpInput } from '@minispod/contracts/wallet';
import { Payment } from '@minispod/database/entities/payment.entity';
import type { TestDatabase } from '@minispod/testing/database';
import type { PlayMidtrans } from '@minispod/testing/midtrans';
import { convergePayment } from './converge-payment.js';
import { receiveNotifications } from './receive-notification.js';
import { sweepPayments } from './sweep-payments.js';
import { topUp } from './top-up.js';

export const AMOUNT = 100_000;
export const METHODS = [
  { paymentMethod: 'QRIS' },
  { paymentMethod: 'BANK_TRANSFER', bank: 'bca' },
  { paymentMethod: 'CREDIT_CARD' },
] as const satisfies Partial<TopUpInput>[];

/** What may follow at the gateway, settlement after expiry included, though nobody documents that. */
const FOLLOWS: Record<string, readonly string[]> = {
  pending: ['settlement', 'capture', 'challenge', 'deny', 'cancel', 'expire', 'failure'],
  challenge: ['capture', 'deny', 'cancel'],
  capture: ['settlement', 'cancel'],
  settlement: ['partial_refund', 'refund', 'chargeback', 'deny'],
  partial_refund: ['partial_refund', 'refund', 'chargeback'],
  expire: ['settlement'],
};
const OF_CARDS = ['capture', 'challenge'];

type Expected = { net: number; status: readonly PaymentStatus[] };
/** How it must end when the gateway's last word is this. What came and went unseen was never credited. */
const ENDS: Record<string, Expected> = {
  // Nobody waits for it for ever: a page or code lapses.
  pending: { net: 0, status: ['PENDING', 'EXPIRED'] },
  challenge: { net: 0, status: ['PENDING', 'EXPIRED'] },
  capture: { net: AMOUNT, status: ['PAID'] },
  settlement: { net: AMOUNT, status: ['PAID'] },
  deny: { net: 0, status: ['FAILED', 'REVERSED', 'EXPIRED'] },
  cancel: { net: 0, status: ['CANCELLED', 'REVERSED', 'EXPIRED'] },
  expire: { net: 0, status: ['EXPIRED'] },
  failure: { net: 0, status: ['FAILED', 'EXPIRED'] },
  refund: { net: 0, status: ['REVERSED', 'CANCELLED', 'EXPIRED'] },
  chargeback: { net: 0, status: ['REVERSED', 'CANCELLED', 'EXPIRED'] },
};

/** One top-up with what the gateway has done to it so far. */
interface Track {
  id: string;
  isCard: boolean;
  word: string;
  refunded: number;
}

/** A customer's top-ups, one by each of METHODS, and everything that can happen around them. */
export async function aDelivery(db: TestDatabase, midtrans: PlayMidtrans, userId: string, start: Date) {
  const deps = {
    dataSource: db.dataSource,
    gateways: midtrans.gateways,
    bankAccounts: [],
    publicUrl: 'http://localhost:3000',
  };
  const tracks: Track[] = [];
  let accepted = 0;
  for (const method of METHODS) {
    const { transactionId: id } = await topUp(deps, userId, { amount: AMOUNT, ...method }, start);
    tracks.push({ id, isCard: method.paymentMethod === 'CREDIT_CARD', word: 'pending', refunded: 0 });
  }
  const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000);
  const bodies = async (id: string): Promise<Record<string, string>[]> => {
    const answer = await fetch(`${midtrans.url}/sandbox/notifications?orderId=${id}`);
    const { items } = (await answer.json()) as { items: { body: Record<string, string> }[] };
    return items.map(({ body }) => body);
  };
  const receive = (body: unknown, now: Date) => {
    const rawBody = Buffer.from(JSON.stringify(body));
    const hint = midtrans.gateway.readNotification({ body, rawBody, headers: {} });
    if (!hint) return 'forged' as const;
    return receiveNotifications(db.dataSource.manager, [{ gateway: 'midtrans', hint, payload: body }], now);
  };

  return {
    tracks,
    /** The gateway moves on; its notification is written and not yet brought by anybody. */
    async move(track: Track, choice: number): Promise<void> {
      const next = (FOLLOWS[track.word] ?? []).filter((word) => track.isCard || !OF_CARDS.includes(word));
      const outcome = next[choice % Math.max(next.length, 1)];
      if (!outcome) return;
      const left = AMOUNT - track.refunded;
      const part = Math.floor(left / 3);
      if (outcome === 'partial_refund') track.refunded += part;
      track.word = outcome;
      await midtrans.end(track.id, { outcome, ...(outcome === 'partial_refund' && { refundAmount: part }) });
    },
    /** Any notification written so far, the first or the latest, for the first time or again. */
    async deliver({ id }: Track, choice: number, seconds: number): Promise<void> {
      const told = await bodies(id);
      if (told.length > 0) await receive(told[choice % told.length], at(seconds));
    },
    /** Somebody says `settlement` who does not know the key, or changed the amount. */
    async forge({ id }: Track): Promise<void> {
      const [body = { order_id: id, status_code: '200', transaction_status: 'settlement' }] =
        await bodies(id);
      for (const change of [{ gross_amount: '900000.00' }, { signature_key: 'f'.repeat(128) }])
        if ((await receive({ ...body, ...change }, start)) !== 'forged') accepted++;
    },
    work: ({ id }: Track, seconds: number) => convergePayment(deps, id, at(seconds)),
    sweep: (seconds: number) => sweepPayments(deps, at(seconds)),
    /** What is wrong now that nothing happens any more, in words. */
    async faults(): Promise<string[]> {
      const wrong = accepted > 0 ? [`${accepted} forged notifications were taken`] : [];
      for (const { id, word, refunded } of tracks) {
        const { status, paidAt, reversedAmount } = await db.dataSource.manager.findOneByOrFail(Payment, {
          id,
        });
        const net = (paidAt ? AMOUNT : 0) - reversedAmount;
        const expected =
          word === 'partial_refund'
            ? { net: AMOUNT - refunded, status: ['PARTIALLY_REVERSED'] }
            : (ENDS[word] as Expected);
        if (net !== expected.net || !(expected.status as readonly string[]).includes(status))
          wrong.push(
            `${word}: ${status} with ${net}, should be ${expected.status.join('/')} with ${expected.net}`,
          );
      }
      return wrong;
    },
    /** What the wallet must hold: everything credited, less all that went back. */
    expected: () =>
      tracks.reduce(
        (sum, { word, refunded }) =>
          sum + (word === 'partial_refund' ? AMOUNT - refunded : (ENDS[word] as Expected).net),
        0,
      ),
  };
}
export type Delivery = Awaited<ReturnType<typeof aDelivery>>;
