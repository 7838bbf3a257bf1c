import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Payment } from '@minispod/database/entities/payment.entity';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { hostileTexts, uncleanTexts } from '@minispod/testing/hostile-text';
import { playMidtrans } from '@minispod/testing/midtrans';
import { playTripay } from '@minispod/testing/tripay';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import { alertOnPayments } from './alert-on-payments.js';
import { findDown } from './gateway-health.js';
import { watched } from './gateways.js';
import { receiveNotifications } from './receive-notification.js';
import { sweepPayments } from './sweep-payments.js';
import { topUp } from './top-up.js';

const SEED = 20_260_105;
const AMOUNT = 100_000;
/** Of this moment, because the gateway's own clock is not moved. */
const START = new Date();
const after = (minutes: number) => new Date(START.getTime() + minutes * 60_000);
/** Healthy payments are credited by then, and the others have ended or wait for a person. */
const ON_TIME_MINUTES = 10;
const DEADLINE_MINUTES = 4 * 24 * 60;

type Json = Record<string, unknown>;
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

/** Where the texts of an answer are, as paths; numbers that the gateway writes as texts among them. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]));
}

function put(answer: Json, [key = '', ...rest]: string[], words: string): void {
  if (rest.length === 0) answer[key] = words;
  else put(answer[key] as Json, rest, words);
}

/** Stands between our adapter and the gateway. Answers that are about a payment in `spoilt` pass through its function. */
async function spoilingProxy(target: string) {
  const spoilt = new Map<string, (answer: Json) => Json>();
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { authorization, 'content-type': contentType } = request.headers;
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'GET',
      headers: {
        ...(authorization && { authorization }),
        ...(contentType && { 'content-type': contentType }),
      },
      ...(request.method === 'POST' && { body }),
    });
    let said = await answer.text();
    for (const [name, spoil] of spoilt)
      if (request.url?.includes(name)) said = JSON.stringify(spoil(JSON.parse(said) as Json));
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(said);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spoilt,
    close: () => new Promise<void>((closed) => server.close(() => closed()).closeAllConnections()),
  };
}

const GATEWAYS = { midtrans: playMidtrans, tripay: playTripay };

test.each(Object.entries(GATEWAYS))(
  'hostile words in every field of what %s answers: ten customers beside them are credited on time, and nothing waits for ever',
  async (name, play) => {
    let proxy!: Awaited<ReturnType<typeof spoilingProxy>>;
    const sandbox = await play({
      reachedBy: async (url) => {
        proxy = await spoilingProxy(url);
        return proxy.url;
      },
    });
    const { gateway } = sandbox;
    const hostile = hostileTexts(SEED);
    const gateways = watched(
      new Map<PaymentGateway['name'], PaymentGateway>([[gateway.name, gateway]]),
      db.dataSource,
      {
        now: () => START,
      },
    );
    const deps = {
      dataSource: db.dataSource,
      gateways,
      bankAccounts: [],
      publicUrl: 'http://localhost:3000',
    };
    const paid = async (): Promise<Payment> => {
      const user = await aCustomer(db.dataSource);
      const { transactionId: id } = await topUp(deps, user, { amount: AMOUNT, paymentMethod: 'QRIS' }, START);
      const control = await fetch(`${sandbox.url}/sandbox/transactions/${id}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ notify: 0, outcome: 'settlement' }),
      });
      expect(control.status).toBe(200);
      return db.dataSource.manager.findOneByOrFail(Payment, { id });
    };
    const nameAtGateway = ({ id, gatewayReference }: Payment) => gatewayReference ?? id;

    // The hostile ones are older: each pass meets them first.
    const first = await paid();
    let fields: string[][] = [];
    proxy.spoilt.set(nameAtGateway(first), (answer) => {
      fields = pathsOf(answer);
      for (const path of fields) put(answer, path, hostile());
      return answer;
    });
    await gateway.status({ ...first, paymentId: first.id });
    expect(fields.length).toBeGreaterThan(8);
    const bad = [first];
    for (const [index, path] of fields.entries()) {
      const payment = await paid();
      bad.push(payment);
      proxy.spoilt.set(nameAtGateway(payment), (answer) => {
        put(answer, path, hostile(index === 0 ? 1_000_000 : 3_000));
        return answer;
      });
    }
    const good = await Promise.all(Array.from({ length: 10 }, paid));
    const rowsOf = (payments: Payment[]) =>
      Promise.all(payments.map(({ id }) => db.dataSource.manager.findOneByOrFail(Payment, { id })));

    // A hostile notification is refused, or taken and cleaned: it never ends in an error.
    for (const { id } of bad) {
      const body = { order_id: id, merchant_ref: id, transaction_status: hostile(), status: hostile() };
      const rawBody = Buffer.from(JSON.stringify(body));
      expect(
        gateway.readNotification({ body, rawBody, headers: { 'x-callback-signature': hostile() } }),
      ).toBe(null);
      const hint = { paymentId: id, eventKey: `event-of-${id}`, rawStatus: 'paid', state: 'PAID' as const };
      expect(
        await receiveNotifications(
          db.dataSource.manager,
          [{ gateway: gateway.name, hint, payload: body }],
          START,
        ),
      ).toEqual(['accepted']);
    }

    for (let minute = 1; minute <= ON_TIME_MINUTES; minute++) await sweepPayments(deps, after(minute));
    for (const { status } of await rowsOf(good)) expect(status).toBe('PAID');
    expect(await findDown(db.dataSource.manager)).toEqual(new Set());

    for (let minute = ON_TIME_MINUTES; minute <= DEADLINE_MINUTES; minute += 240)
      await sweepPayments(deps, after(minute));
    await alertOnPayments(db.dataSource, after(DEADLINE_MINUTES));
    const ended = await rowsOf(bad);
    for (const { status, flag } of ended)
      expect(['PENDING', 'UNCERTAIN'].includes(status), `${status} ${flag}`).toBe(false);
    const credited = ended.filter(({ status }) => status === 'PAID').length;
    expect(credited, 'what does not concern the money does not stop it').toBeGreaterThan(0);
    const kept = await Promise.all(
      ['payments', 'gateway_events', 'alerts', 'pass_failures', 'gateway_health'].map((table) =>
        db.dataSource.query(`SELECT * FROM ${table}`),
      ),
    );
    expect(uncleanTexts(kept)).toEqual([]);
    expect(await brokenRules(db.dataSource)).toEqual([]);
    expect(name).toBe(gateway.name);
    await Promise.all([proxy.close(), sandbox.close()]);
  },
);
