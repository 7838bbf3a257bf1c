import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Mailbox, startMailbox } from './mailbox.js';
import { MessageStore, type StoredMessage } from './message-store.js';

let directory: string;
let mailbox: Mailbox;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'minispod-mailbox-'));
  mailbox = await startMailbox({ httpPort: 0, smtpPort: 0, directory });
});

afterEach(async () => {
  await mailbox.close();
  await rm(directory, { recursive: true });
});

const mail = {
  from: 'MinisPod <no-reply@minispod.example>',
  to: 'sari@example.com',
  subject: 'Saldo Rp100.000 sudah masuk ✓',
  text: 'Terima kasih, Sari.',
  html: '<p>Terima kasih, <b>Sari</b>.</p>',
};

const send = (message: object = mail) => createTransport(mailbox.smtpUrl).sendMail(message);

async function list(query = ''): Promise<StoredMessage[]> {
  return (await (await fetch(`${mailbox.url}/api/messages${query}`)).json()) as StoredMessage[];
}

const setFaults = (faults: object) =>
  fetch(`${mailbox.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });

test('a mail that was sent is listed as it was written', async () => {
  const { messageId } = await send();
  const [stored] = await list();
  expect(stored).toMatchObject({
    from: 'no-reply@minispod.example',
    to: [mail.to],
    subject: mail.subject,
    messageId,
  });
  expect(stored?.text.trim()).toBe(mail.text);
  expect(stored?.html.trim()).toBe(mail.html);
  expect(await (await fetch(`${mailbox.url}/api/messages/${stored?.id}`)).json()).toEqual(stored);
  expect((await fetch(`${mailbox.url}/api/messages/unknown`)).status).toBe(404);
});

test('an attachment is kept with its name and bytes', async () => {
  const content = Buffer.from('%PDF-1.7');
  await send({ ...mail, attachments: [{ filename: 'INV-1.pdf', content, contentType: 'application/pdf' }] });
  const [stored] = await list();
  expect(stored?.attachments).toEqual([
    { filename: 'INV-1.pdf', mimeType: 'application/pdf', content: content.toString('base64') },
  ]);
});

test('newest first, and one recipient alone whatever the case, hidden copies included', async () => {
  await send();
  await send({ ...mail, to: 'budi@example.com', bcc: 'Sari@Example.com', subject: 'second' });
  expect((await list()).map(({ subject }) => subject)).toEqual(['second', mail.subject]);
  expect((await list('?to=sari@example.com')).length).toBe(2);
  expect((await list('?to=budi@example.com')).map(({ subject }) => subject)).toEqual(['second']);
});

test('mails outlive the process and can be deleted', async () => {
  await send();
  await mailbox.close();
  mailbox = await startMailbox({ httpPort: 0, smtpPort: 0, directory });
  expect((await list()).length).toBe(1);
  expect((await fetch(`${mailbox.url}/api/messages`, { method: 'DELETE' })).status).toBe(204);
  expect(await list()).toEqual([]);
  expect(new MessageStore(500, directory).list()).toEqual([]);
});

test('only the newest are kept, on disk too', () => {
  const store = new MessageStore(2, directory);
  for (const id of ['a', 'b', 'c']) {
    store.add({ id, from: '', to: [], subject: '', date: '', text: '', html: '', messageId: '' });
  }
  expect(store.list().map(({ id }) => id)).toEqual(['c', 'b']);
  expect(new MessageStore(2, directory).list().map(({ id }) => id)).toEqual(['c', 'b']);
});

test('mail is refused as told: for now, for ever, or by everyone', async () => {
  await setFaults({ reject: 1 });
  await expect(send()).rejects.toMatchObject({ responseCode: 451 });
  await send();
  await setFaults({ bounce: mail.to });
  await expect(send()).rejects.toMatchObject({ responseCode: 550 });
  await setFaults({ down: true });
  await expect(send({ ...mail, to: 'budi@example.com' })).rejects.toMatchObject({ responseCode: 421 });
  await fetch(`${mailbox.url}/sandbox/faults`, { method: 'DELETE' });
  await send();
  expect((await list()).length).toBe(2);
  expect((await setFaults({ reject: -1 })).status).toBe(400);
  expect((await setFaults({ explode: true })).status).toBe(400);
});

test('the page shows mail in a frame that can run nothing', async () => {
  const answer = await fetch(mailbox.url);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const frame = (await answer.text()).match(/<iframe[^>]*>/)?.[0];
  expect(frame).toContain('sandbox="');
  expect(frame).not.toMatch(/allow-scripts|allow-same-origin|allow-top-navigation/);
});
