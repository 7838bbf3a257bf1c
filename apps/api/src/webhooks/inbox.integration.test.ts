import { randomBytes } from 'node:crypto';
import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { paidTopUp } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Inbox } from './inbox.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

test('takes many at once, each event once, and one that the database refuses spoils nothing for the others', async () => {
  const user = await aCustomer(db.dataSource);
  const paymentId = await paidTopUp(db.dataSource, user, 100_000, new Date());
  await db.dataSource.query('DELETE FROM outbox');
  const inbox = new Inbox(db.dataSource, { now: () => new Date() });
  const tell = (eventKey: string, payload: object, id = paymentId) =>
    inbox.receive({
      gateway: 'midtrans',
      hint: { paymentId: id, eventKey, rawStatus: 'settlement', state: 'PAID' },
      payload,
    });
  const told = await Promise.allSettled([
    ...Array.from({ length: 5 }, (_, n) => tell(`event-${n}`, {})),
    // PostgreSQL's JSON knows no NUL: it is cleaned on its way in.
    tell('event-nul', { text: '\0' }),
    // No index holds a key of this length.
    tell(randomBytes(20_000).toString('base64'), {}),
    ...Array.from({ length: 4 }, () => tell('event-9', {})),
    tell('event-x', {}, user),
  ]);
  const outcomes = told.map((one) => (one.status === 'fulfilled' ? one.value : 'refused'));
  expect(outcomes).toEqual([
    ...Array.from({ length: 5 }, () => 'accepted'),
    'accepted',
    'refused',
    ...Array.from({ length: 4 }, () => 'accepted'),
    'unknown-payment',
  ]);
  const events = await db.dataSource.query(
    'SELECT event_key AS key, deliveries FROM gateway_events ORDER BY event_key',
  );
  expect(events).toEqual([
    ...[0, 1, 2, 3, 4].map((n) => ({ key: `event-${n}`, deliveries: 1 })),
    { key: 'event-9', deliveries: 4 },
    { key: 'event-nul', deliveries: 1 },
  ]);
  const [{ jobs }] = await db.dataSource.query('SELECT count(*)::int AS jobs FROM outbox');
  // Each delivery has the gateway asked again.
  expect(jobs).toBe(10);
});
