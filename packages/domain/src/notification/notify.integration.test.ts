import { withTransaction } from '@minispod/database/transaction';
import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newId } from '../id.js';
import { listNotifications } from './list.js';
import { markNotificationRead } from './mark-read.js';
import { notify } from './notify.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const page = { page: 1, limit: 20 };
const at = (minute: number) => new Date(Date.UTC(2026, 0, 15, 10, minute));

function received(userId: string, event: string, amount: number, now = at(0)): Promise<void> {
  return withTransaction(db.dataSource, (tx) =>
    notify(
      tx,
      {
        userId,
        kind: 'TOP_UP_RECEIVED',
        dedupeKey: `TOP_UP_RECEIVED:${event}`,
        data: { amount, balance: amount },
        link: '/wallet',
      },
      now,
    ),
  );
}

it('tells of an event once and promises one mail, however many tell of it at once', async () => {
  const userId = await aCustomer(db.dataSource);
  const event = newId();
  await Promise.all(Array.from({ length: 20 }, () => received(userId, event, 50_000)));
  const { items, total, unread } = await listNotifications(db.dataSource.manager, userId, page);
  expect({ total, unread }).toEqual({ total: 1, unread: 1 });
  const jobs = await db.dataSource.query(`SELECT job FROM outbox WHERE payload->>'notificationId' = $1`, [
    items[0]?.id,
  ]);
  expect(jobs).toEqual([{ job: 'send-notification' }]);
});

it('tells nothing of what was rolled back', async () => {
  const userId = await aCustomer(db.dataSource);
  await expect(
    withTransaction(db.dataSource, async (tx) => {
      const data = { name: 'Budi' };
      await notify(tx, { userId, kind: 'WELCOME', dedupeKey: `WELCOME:${userId}`, data, link: null }, at(0));
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  expect(await listNotifications(db.dataSource.manager, userId, page)).toMatchObject({ items: [], total: 0 });
});

it("lists the newest first, a page at a time, in the reader's language, and nobody else's", async () => {
  const userId = await aCustomer(db.dataSource);
  const other = await aCustomer(db.dataSource);
  await received(other, newId(), 99_000);
  for (const minute of [1, 2, 3]) await received(userId, newId(), minute * 10_000, at(minute));
  const list = (input: typeof page) => listNotifications(db.dataSource.manager, userId, input);
  const titles = async (input: typeof page) => (await list(input)).items.map(({ title }) => title);

  expect(await titles({ page: 1, limit: 2 })).toEqual([
    'Rp30.000 masuk ke dompet Anda',
    'Rp20.000 masuk ke dompet Anda',
  ]);
  expect(await titles({ page: 2, limit: 2 })).toEqual(['Rp10.000 masuk ke dompet Anda']);
  await db.dataSource.query(`UPDATE users SET locale = 'en' WHERE id = $1`, [userId]);
  expect((await titles(page))[0]).toBe('Rp30.000 arrived in your wallet');
});

it('marks one or all as read, keeps the first time, and only the owner can', async () => {
  const userId = await aCustomer(db.dataSource);
  for (const minute of [1, 2, 3]) await received(userId, newId(), 10_000, at(minute));
  const list = () => listNotifications(db.dataSource.manager, userId, page);
  const [newest] = (await list()).items;
  const id = newest?.id ?? '';

  const stranger = await aCustomer(db.dataSource);
  await expect(markNotificationRead(db.dataSource, stranger, id, at(9))).rejects.toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  );
  await markNotificationRead(db.dataSource, stranger, null, at(9));
  expect((await list()).unread).toBe(3);

  await markNotificationRead(db.dataSource, userId, id, at(10));
  await markNotificationRead(db.dataSource, userId, id, at(11));
  expect(await list()).toMatchObject({ unread: 2, items: [{ id, readAt: at(10).toISOString() }, {}, {}] });
  await markNotificationRead(db.dataSource, userId, null, at(12));
  expect((await list()).items.map(({ readAt }) => readAt)).toEqual(
    [at(10), at(12), at(12)].map((time) => time.toISOString()),
  );
});

it('is announced to open consoles when it is made and when it is read', async () => {
  const userId = await aCustomer(db.dataSource);
  const heard: string[] = [];
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  client.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '{}')));
  await client.query('LISTEN live');
  await received(userId, newId(), 10_000);
  await vi.waitFor(() => expect(heard).toEqual([expect.objectContaining({ topic: 'notification', userId })]));
  await markNotificationRead(db.dataSource, userId, null, at(1));
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  await markNotificationRead(db.dataSource, userId, null, at(2));
  await client.query('SELECT 1');
  expect(heard).toHaveLength(2);
  await client.end();
});
