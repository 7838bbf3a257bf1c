import { MoneyAction } from '@minispod/database/entities/money-action.entity';
import { Payment } from '@minispod/database/entities/payment.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { type PlayMidtrans, playMidtrans } from '@minispod/testing/midtrans';
import { playTripay } from '@minispod/testing/tripay';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { approve } from '../money-action/decide.js';
import { GatewayUnreachable, type PaymentGateway } from '../ports/payment-gateway.js';
import { alertOnPayments } from './alert-on-payments.js';
import { clearFlag } from './clear-flag.js';
import { convergePayment } from './converge-payment.js';
import { decidePayment } from './decide-payment.js';
import { findDown } from './gateway-health.js';
import { watched } from './gateways.js';
import { receiveNotifications } from './receive-notification.js';
import { sweepPayments } from './sweep-payments.js';
import { topUp } from './top-up.js';

const AMOUNT = 100_000;
/** Of this moment, because the gateway's own clock is not moved. */
const START = new Date();
const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000);
const HOUR = 3_600;

let db: TestDatabase;
let midtrans: PlayMidtrans;
let tripay: Awaited<ReturnType<typeof playTripay>>;
let administrator: string;
beforeAll(async () => {
  [db, midtrans, tripay] = await Promise.all([
    testDatabase(),
    playMidtrans({ timeoutMs: 5_000 }),
    playTripay(),
  ]);
  administrator = await aCustomer(db.dataSource);
});
afterEach(async () => {
  await control('midtrans', 'faults', { statusAnswers: 'plain', down: false });
  await control('tripay', 'faults', { statusAnswers: 'plain' });
  expect(await brokenRules(db.dataSource)).toEqual([]);
});
afterAll(async () => {
  await Promise.all([midtrans.close(), tripay.close()]);
  await db.drop();
});

type Name = PaymentGateway['name'];
async function control(name: Name, path: string, body: object): Promise<void> {
  const { url } = name === 'midtrans' ? midtrans : tripay;
  const headers = { 'content-type': 'application/json' };
  const options = { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(`${url}/sandbox/${path}`, options);
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}
function depsOf(name: Name) {
  const { gateway } = name === 'midtrans' ? midtrans : tripay;
  const gateways = watched(new Map([[name, gateway]]), db.dataSource, { now: () => START });
  return { dataSource: db.dataSource, gateways, bankAccounts: [], publicUrl: 'http://localhost:3000' };
}
async function opened(name: Name, more: object = {}) {
  const user = await aCustomer(db.dataSource);
  const input = { amount: AMOUNT, paymentMethod: 'QRIS', ...more } as const;
  const { transactionId: id } = await topUp(depsOf(name), user, input, START);
  const hear = (now = after(60)) => convergePayment(depsOf(name), id, now);
  const end = (body: object) => control(name, `transactions/${id}`, { notify: 0, ...body });
  const balance = async () => (await db.dataSource.manager.findOneByOrFail(Wallet, { userId: user })).balance;
  return { id, user, hear, end, balance };
}
const payment = (id: string) => db.dataSource.manager.findOneByOrFail(Payment, { id });
const alertsOf = async (id: string, now: Date): Promise<string[]> => {
  await alertOnPayments(db.dataSource, now);
  const rows: { kind: string }[] = await db.dataSource.query(
    'SELECT kind FROM alerts WHERE closed_at IS NULL AND subject = $1',
    [id],
  );
  return rows.map(({ kind }) => kind);
};
const decide = (id: string, decision: 'CREDIT' | 'REJECT', by = administrator) =>
  decidePayment(db.dataSource, by, { id, decision, reason: 'Seen at the gateway' }, after(120));

const GATEWAYS = ['midtrans', 'tripay'] as const;

describe.each(GATEWAYS)('%s answers', (name) => {
  test.each(['own-order-id', 'no-order-id'])('with %s: credited, and no outage', async (statusAnswers) => {
    const { hear, end, balance } = await opened(name);
    await control(name, 'faults', { statusAnswers });
    for (let time = 0; time < 3; time++) expect(await hear()).toBe('wait');
    await end({ outcome: 'settlement' });
    expect(await hear()).toBe('credit');
    expect(await balance()).toBe(AMOUNT);
    expect(await findDown(db.dataSource.manager)).toEqual(new Set());
  });

  test('with less: nothing is credited, it is flagged and waits for an administrator, whose word counts once', async () => {
    const { id, hear, end, balance } = await opened(name);
    await control(name, 'faults', { statusAnswers: 'less' });
    await end({ outcome: 'settlement' });
    for (let time = 0; time < 2; time++) expect(await hear()).toBe('hold');
    expect(await balance()).toBe(0);
    expect(await payment(id)).toMatchObject({ status: 'IN_REVIEW', flag: 'AMOUNT_DIFFERS', paidAt: null });
    expect(await alertsOf(id, after(70))).toEqual(['PAYMENT_HELD']);
    await expect(
      clearFlag(db.dataSource, administrator, { id, reason: 'Looked at' }, after(80)),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    await Promise.all([decide(id, 'CREDIT'), decide(id, 'CREDIT')]);
    expect(await balance()).toBe(AMOUNT);
    await expect(decide(id, 'REJECT')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await alertsOf(id, after(130))).toEqual([]);
  });

  test('with less, above what one administrator may credit alone: a second one decides', async () => {
    const { id, hear, end, balance } = await opened(name);
    await control(name, 'faults', { statusAnswers: 'less' });
    await end({ outcome: 'settlement' });
    await hear();
    const limits = { perAction: AMOUNT - 1, perDay: AMOUNT, hours: 72 };
    const input = { id, decision: 'CREDIT', reason: 'Seen at the gateway' } as const;
    await decidePayment(db.dataSource, administrator, input, after(120), limits);
    expect(await balance()).toBe(0);
    const [request] = await db.dataSource.manager.findBy(MoneyAction, { subjectId: id, status: 'PENDING' });
    const approveBy = (who: string) =>
      approve({ ...depsOf(name), encryptionKey: 'not needed' }, who, request?.id ?? '', after(130));
    await expect(approveBy(administrator)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await approveBy(await aCustomer(db.dataSource));
    expect(await balance()).toBe(AMOUNT);
  });

  test('with more: our amount is credited', async () => {
    const { hear, end, balance } = await opened(name);
    await end({ outcome: 'settlement', grossAmount: '104400.00' });
    expect(await hear()).toBe('credit');
    expect(await balance()).toBe(AMOUNT);
  });

  test('with less after the end: it stays ended, flagged; rejected, it is not asked for again', async () => {
    const { id, hear, end, balance } = await opened(name);
    await end({ outcome: 'expire' });
    await hear();
    await end({ outcome: 'settlement', grossAmount: '10000.00' });
    expect(await hear()).toBe('hold');
    expect(await payment(id)).toMatchObject({ status: 'EXPIRED', flag: 'AMOUNT_DIFFERS' });
    await decide(id, 'REJECT');
    expect(await hear()).toBe('wait');
    expect(await payment(id)).toMatchObject({
      status: 'EXPIRED',
      flag: null,
      reviewNote: 'Seen at the gateway',
    });
    expect(await balance()).toBe(0);
  });
});

test('another currency credits nothing, and not to an administrator’s own wallet by their own word', async () => {
  const { id, user, hear, end, balance } = await opened('midtrans');
  await control('midtrans', 'faults', { statusAnswers: 'other-currency' });
  await end({ outcome: 'settlement' });
  expect(await hear()).toBe('hold');
  await expect(decide(id, 'CREDIT', user)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await decide(id, 'REJECT');
  expect(await payment(id)).toMatchObject({ status: 'FAILED', failure: 'NOT_ACCEPTED', flag: null });
  expect(await balance()).toBe(0);
});

test('the answer about another payment of ours moves nothing, however well it is signed', async () => {
  const [paid, other] = [await opened('midtrans'), await opened('midtrans')];
  await paid.end({ outcome: 'settlement' });
  const confused: PaymentGateway = {
    ...midtrans.gateway,
    status: () => midtrans.gateway.status({ paymentId: paid.id }),
  };
  const deps = { dataSource: db.dataSource, gateways: new Map([[confused.name, confused]]) };
  const hear = () => convergePayment(deps, other.id, after(60));
  expect(await hear()).toBe('wait');
  await paid.hear();
  expect(await hear()).toBe('wait');
  expect([await paid.balance(), await other.balance()]).toEqual([AMOUNT, 0]);
  expect(await payment(other.id)).toMatchObject({ status: 'PENDING', gatewayTransactionId: null });
});

describe('an end for every payment', () => {
  const speaking = (status: PaymentGateway['status']): PaymentGateway => ({ ...midtrans.gateway, status });
  const sweepWith = (gateway: PaymentGateway, now: Date) =>
    sweepPayments({ dataSource: db.dataSource, gateways: new Map([[gateway.name, gateway]]) }, now);

  test('a gateway that says nothing clear: at the deadline, with an alert; credited when it is paid after all', async () => {
    const { id, hear, end, balance } = await opened('midtrans');
    const unclear = speaking(async ({ paymentId }) => ({
      ...(await midtrans.gateway.status({ paymentId })),
      state: 'UNKNOWN',
    }));
    await sweepWith(unclear, after(600));
    expect(await payment(id)).toMatchObject({ status: 'PENDING', flag: null });
    await sweepWith(unclear, after(HOUR));
    expect(await payment(id)).toMatchObject({ status: 'EXPIRED', flag: 'UNRESOLVED' });
    expect(await alertsOf(id, after(HOUR))).toEqual(['PAYMENT_UNRESOLVED']);
    await end({ outcome: 'settlement' });
    expect(await hear(after(2 * HOUR))).toBe('credit');
    expect(await payment(id)).toMatchObject({ status: 'PAID', flag: 'PAID_AFTER_END' });
    expect(await alertsOf(id, after(2 * HOUR))).toEqual([]);
    expect(await balance()).toBe(AMOUNT);
  });

  test('a gateway that cannot be asked: ever more seldom, and a day after the end it ends', async () => {
    const { id } = await opened('midtrans');
    const silent = speaking(async () => {
      throw new GatewayUnreachable('no answer');
    });
    const deps = { dataSource: db.dataSource, gateways: new Map([[silent.name, silent]]) };
    let [asked, now] = [0, START];
    for (let it = await payment(id); it.status !== 'EXPIRED' && asked < 100; it = await payment(id)) {
      now = it.nextCheckAt as Date;
      asked++;
      await expect(convergePayment(deps, id, now)).rejects.toBeInstanceOf(GatewayUnreachable);
    }
    expect(await payment(id)).toMatchObject({ status: 'EXPIRED', flag: 'UNRESOLVED' });
    expect(now.getTime()).toBeGreaterThan(after(24 * HOUR).getTime());
    expect(asked).toBeLessThan(60);
    expect(await alertsOf(id, now)).toEqual(['PAYMENT_UNRESOLVED']);
  });

  test('a card under review: a day after the gateway’s own time, and voided there; before, an administrator can end it', async () => {
    const [slow, ended] = [
      await opened('midtrans', { paymentMethod: 'CREDIT_CARD' }),
      await opened('midtrans', { paymentMethod: 'CREDIT_CARD' }),
    ];
    for (const { end, hear } of [slow, ended]) {
      await end({ outcome: 'challenge' });
      expect(await hear()).toBe('challenge');
    }
    await expect(decide(ended.id, 'CREDIT')).rejects.toMatchObject({ code: 'CONFLICT' });
    await decide(ended.id, 'REJECT');
    expect(await payment(ended.id)).toMatchObject({ status: 'FAILED', failure: 'NOT_ACCEPTED' });
    await ended.hear();
    expect(await payment(ended.id)).toMatchObject({ gatewayStatus: 'cancel' });
    expect(await slow.hear(after(47 * HOUR))).toBe('challenge');
    expect(await slow.hear(after(49 * HOUR))).toBe('fail');
    // The gateway has voided it, so that nothing is left to be resolved.
    expect(await payment(slow.id)).toMatchObject({ status: 'EXPIRED', gatewayStatus: 'cancel', flag: null });
  });

  test('one that lapsed here is cancelled at the gateway', async () => {
    const { id, hear } = await opened('midtrans', { paymentMethod: 'BANK_TRANSFER', bank: 'bca' });
    expect(await hear(after(25 * HOUR))).toBe('fail');
    expect(await payment(id)).toMatchObject({ status: 'EXPIRED', gatewayStatus: 'cancel' });
  });
});

describe('a notification that the gateway’s answer does not bear out yet', () => {
  const told = async (name: Name, id: string, now: Date) => {
    const hint = {
      paymentId: id,
      eventKey: `${id}:settled`,
      rawStatus: 'settlement',
      state: 'PAID',
    } as const;
    const payload = { text: '\0 and half a \ud83d' };
    await receiveNotifications(db.dataSource.manager, [{ gateway: name, hint, payload }], now);
  };
  const jobs = async (id: string) => {
    const [{ count }] = await db.dataSource.query(
      `SELECT count(*)::int FROM outbox WHERE job = 'converge-payment' AND payload->>'paymentId' = $1`,
      [id],
    );
    return count;
  };

  test.each(GATEWAYS)('%s: is asked about again within seconds', async (name) => {
    const { id, hear, end, balance } = await opened(name);
    for (let time = 0; time < 8; time++) await hear(after(time));
    await told(name, id, after(100));
    expect(await hear(after(101))).toBe('wait');
    await end({ outcome: 'settlement' });
    await sweepPayments(depsOf(name), after(105));
    expect(await balance()).toBe(AMOUNT);
  });

  test('repeated, each time is asked about', async () => {
    const { id, hear, end, balance } = await opened('midtrans');
    await told('midtrans', id, after(100));
    await hear(after(101));
    await hear(after(900));
    expect(await jobs(id)).toBe(1);
    await end({ outcome: 'settlement' });
    await told('midtrans', id, after(1_000));
    expect(await jobs(id)).toBe(2);
    // Should the job be lost as well: a minute later.
    await sweepPayments(depsOf('midtrans'), after(1_061));
    expect(await balance()).toBe(AMOUNT);
  });

  test('never borne out, it is let be after ten minutes', async () => {
    const { id, hear } = await opened('midtrans', { paymentMethod: 'BANK_TRANSFER', bank: 'bca' });
    await told('midtrans', id, after(100));
    await hear(after(101));
    for (let at = 103; at < 1_000; at += 5) await sweepPayments(depsOf('midtrans'), after(at));
    const [event] = await db.dataSource.query(
      'SELECT handled_at, next_ask_at FROM gateway_events WHERE payment_id = $1',
      [id],
    );
    expect(event).toMatchObject({ handled_at: expect.any(Date), next_ask_at: null });
  });
});
