import { once } from 'node:events';
import { type AddressInfo, connect as connectTo, createServer } from 'node:net';
import type { InvoiceView } from '@minispod/contracts/invoice';
import type { ReceiptView } from '@minispod/contracts/receipt';
import type { Locale } from '@minispod/contracts/shared';
import { withTransaction } from '@minispod/database/transaction';
import { newId } from '@minispod/domain/id';
import { listInvoices } from '@minispod/domain/invoice/list';
import { sendInvoice } from '@minispod/domain/invoice/send';
import { notify } from '@minispod/domain/notification/notify';
import { GIVEN_UP_AFTER, LEASE_MS, pauseAfter } from '@minispod/domain/notification/rules/retry';
import { type Mailbox, startMailbox } from '@minispod/local/mailbox/mailbox';
import type { StoredMessage } from '@minispod/local/mailbox/message-store';
import { renderInvoice } from '@minispod/pdf/invoice';
import { renderReceipt } from '@minispod/pdf/receipt';
import { textOf } from '@minispod/pdf/text-of.test-fixture';
import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, paidTopUp } from '@minispod/testing/subscribers';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { sendNotification } from './handlers/send-notification.js';
import { sweepNotifications } from './handlers/sweep-notifications.js';
import { createSmtpMailer } from './smtp-mailer.js';

const SELLER = { name: 'MinisPod', address: ['Jakarta'], taxId: null };
const logger = pino({ level: 'silent' });
const context = { jobId: '1', attempt: 1, signal: new AbortController().signal, logger };

let db: TestDatabase;
let mailbox: Mailbox;
/** The worker's clock, moved by hand. */
let now: Date;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 20 });
  mailbox = await startMailbox({ httpPort: 0, smtpPort: 0 });
});
afterAll(async () => {
  await mailbox.close();
  await db.drop();
});
beforeEach(() => {
  now = new Date('2026-01-15T10:00:00Z');
});
afterEach(async () => {
  await fetch(`${mailbox.url}/sandbox/faults`, { method: 'DELETE' });
  await db.dataSource.query('DELETE FROM notifications');
});

function worker(smtpUrl = mailbox.smtpUrl) {
  const mailer = createSmtpMailer({ url: smtpUrl, from: 'MinisPod <no-reply@minispod.test>' });
  const clock = { now: () => now };
  const deps = {
    dataSource: db.dataSource,
    clock,
    mailer,
    publicUrl: 'https://console.minispod.test',
    renderInvoice: (invoice: InvoiceView, locale: Locale) => renderInvoice(invoice, SELLER, locale),
    renderReceipt: (receipt: ReceiptView, locale: Locale) => renderReceipt(receipt, SELLER, locale),
  };
  const [send, sweep] = [sendNotification(deps), sweepNotifications(deps)];
  return {
    send: (notificationId: string) => send({ notificationId }, context),
    sweep: () => sweep({}, context),
  };
}

/** A customer with one notification, as the transaction that made it left it. */
async function notified() {
  const userId = await aCustomer(db.dataSource);
  await withTransaction(db.dataSource, (tx) =>
    notify(
      tx,
      {
        userId,
        kind: 'TOP_UP_RECEIVED',
        dedupeKey: `TOP_UP_RECEIVED:${newId()}`,
        data: { amount: 100_000, balance: 135_000 },
        link: '/wallet?from=mail',
      },
      now,
    ),
  );
  const [row] = await db.dataSource.query('SELECT id FROM notifications WHERE user_id = $1', [userId]);
  return { id: row.id as string, email: `${userId}@example.test` };
}

const faults = (body: object) =>
  fetch(`${mailbox.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const received = async (email: string): Promise<StoredMessage[]> =>
  (await fetch(`${mailbox.url}/api/messages?to=${email}`)).json() as Promise<StoredMessage[]>;

async function mailState(id: string) {
  const [row] = await db.dataSource.query(
    `SELECT mail_status AS status, mail_attempts AS attempts, mail_next_at AS next, mail_error AS error
     FROM notifications WHERE id = $1`,
    [id],
  );
  return row;
}

it('mails a notification once, with its button, under a Message-ID of its own', async () => {
  const { id, email } = await notified();
  await worker().send(id);
  await worker().send(id);
  await worker().sweep();
  expect(await received(email)).toEqual([
    expect.objectContaining({
      from: 'no-reply@minispod.test',
      subject: 'Rp100.000 sudah masuk ke dompet Anda',
      messageId: `<notification-${id}@console.minispod.test>`,
      text: expect.stringContaining('https://console.minispod.test/wallet?from=mail'),
      html: expect.stringContaining('href="https://console.minispod.test/wallet?from=mail"'),
    }),
  ]);
  expect(await mailState(id)).toEqual({ status: 'SENT', attempts: 1, next: null, error: null });
});

it('carries the PDF of an invoice that its owner asked for', async () => {
  const { planIds } = await aService(db.dataSource, [{ price: 75_000 }]);
  const { userId } = await aSubscriber(db.dataSource, planIds[0] ?? '', now, { balance: 75_000 });
  const [invoice] = (await listInvoices(db.dataSource.manager, userId, { page: 1, limit: 1 })).items;
  await sendInvoice(db.dataSource, userId, invoice?.id ?? '', now);
  const [{ id }] = await db.dataSource.query(
    `SELECT id FROM notifications WHERE user_id = $1 AND kind = 'INVOICE_SENT'`,
    [userId],
  );
  await worker().send(id);
  const [mail] = await received(`${userId}@example.test`);
  expect(mail?.subject).toBe(`${invoice?.number}, Rp75.000`);
  expect(mail?.attachments).toEqual([
    { filename: 'INV-2026-000001.pdf', mimeType: 'application/pdf', content: expect.any(String) },
  ]);
  expect(textOf(Buffer.from(mail?.attachments?.[0]?.content ?? '', 'base64'))).toContain('Rp75.000');
});

it('carries the receipt of a top-up, in the language of the mail', async () => {
  const userId = await aCustomer(db.dataSource);
  await paidTopUp(db.dataSource, userId, 125_000, now);
  const [{ id, data }] = await db.dataSource.query('SELECT id, data FROM notifications WHERE user_id = $1', [
    userId,
  ]);
  await worker().send(id);
  const [mail] = await received(`${userId}@example.test`);
  expect(mail?.text).toContain('Bukti pembayarannya terlampir.');
  const [receipt, ...others] = mail?.attachments ?? [];
  expect(receipt).toMatchObject({
    filename: `receipt-${data.transactionId}.pdf`,
    mimeType: 'application/pdf',
  });
  expect(others).toEqual([]);
  const text = textOf(Buffer.from(receipt?.content ?? '', 'base64'));
  for (const words of ['Bukti pembayaran', 'Rp125.000', 'QRIS', 'Budi']) expect(text).toContain(words);
});

it('sends one mail when ten workers and sweeps meet over it', async () => {
  const { id, email } = await notified();
  await Promise.all(Array.from({ length: 5 }, worker).flatMap(({ send, sweep }) => [send(id), sweep()]));
  expect(await received(email)).toHaveLength(1);
  expect((await mailState(id)).attempts).toBe(1);
});

it('tries again later when the server cannot take it, each time later, and then it arrives', async () => {
  const { id, email } = await notified();
  await faults({ reject: 2 });
  await worker().send(id);
  const due = new Date(now.getTime() + pauseAfter(1));
  expect(await mailState(id)).toMatchObject({ status: 'PENDING', attempts: 1, next: due });
  expect((await mailState(id)).error).toContain('Refused for now');

  await worker().sweep();
  expect((await mailState(id)).attempts).toBe(1);
  now = due;
  await worker().sweep();
  expect(await mailState(id)).toMatchObject({ attempts: 2, next: new Date(now.getTime() + pauseAfter(2)) });
  now = new Date(now.getTime() + pauseAfter(2));
  await worker().sweep();
  expect(await mailState(id)).toEqual({ status: 'SENT', attempts: 3, next: null, error: null });
  expect(await received(email)).toHaveLength(1);
});

it('gives up at once on an address that the server refuses for good', async () => {
  const { id, email } = await notified();
  await faults({ bounce: email });
  await worker().send(id);
  expect(await mailState(id)).toMatchObject({ status: 'FAILED', attempts: 1, next: null });
  expect((await mailState(id)).error).toContain('550');
});

it('gives up after the last attempt, and not before', async () => {
  const { id } = await notified();
  await faults({ down: true });
  for (let attempt = 1; attempt <= GIVEN_UP_AFTER; attempt++) {
    expect(await mailState(id)).toMatchObject({ status: 'PENDING', attempts: attempt - 1 });
    await worker().sweep();
    now = new Date(now.getTime() + pauseAfter(attempt));
  }
  expect(await mailState(id)).toMatchObject({ status: 'FAILED', attempts: GIVEN_UP_AFTER, next: null });
});

it('keeps a mail through an outage of the server', async () => {
  const { id, email } = await notified();
  await worker('smtp://127.0.0.1:1').send(id);
  expect(await mailState(id)).toMatchObject({ status: 'PENDING', attempts: 1 });
  now = new Date(now.getTime() + pauseAfter(1));
  await worker().sweep();
  expect(await received(email)).toHaveLength(1);
});

it('takes a mail over from a worker that died with it, after its lease', async () => {
  const { id, email } = await notified();
  await db.dataSource.query('UPDATE notifications SET mail_attempts = 1, mail_next_at = $2 WHERE id = $1', [
    id,
    new Date(now.getTime() + LEASE_MS),
  ]);
  await worker().sweep();
  await worker().send(id);
  expect(await received(email)).toHaveLength(0);
  now = new Date(now.getTime() + LEASE_MS);
  await worker().sweep();
  expect(await received(email)).toHaveLength(1);
});

it("sends a second copy only when the server's answer was lost, and it can be recognised", async () => {
  const { id, email } = await notified();
  const deaf = await losesTheAnswer(mailbox.smtpUrl);
  await worker(deaf.url).send(id);
  deaf.close();
  await vi.waitFor(async () => expect(await received(email)).toHaveLength(1));
  expect((await mailState(id)).status).toBe('PENDING');
  now = new Date(now.getTime() + pauseAfter(1));
  await worker().sweep();
  const copies = await received(email);
  expect(copies).toHaveLength(2);
  expect(new Set(copies.map(({ messageId }) => messageId)).size).toBe(1);
});

/** A line to a mail server that breaks when the mail has been taken and before that is said. */
async function losesTheAnswer(smtpUrl: string) {
  const { port } = new URL(smtpUrl);
  const server = createServer((client) => {
    const upstream = connectTo(Number(port), '127.0.0.1');
    let mailGiven = false;
    client.on('data', (data) => {
      mailGiven ||= data.toString().endsWith('\r\n.\r\n');
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (mailGiven && data.toString().startsWith('250')) client.destroy();
      else client.write(data);
    });
    client.on('close', () => upstream.destroy());
    client.on('error', () => {});
    upstream.on('error', () => {});
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
