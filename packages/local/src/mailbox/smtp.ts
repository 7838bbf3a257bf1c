import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { v7 as uuid } from 'uuid';
import type { Faults } from './faults.js';
import type { MessageStore, StoredMessage } from './message-store.js';

/** Bytes of one mail; what most providers accept. */
const largestMail = 25 * 1024 * 1024;

/** Accepts every mail for everyone without a login, except where a fault is set. */
export function createSmtpServer(store: MessageStore, faults: Faults): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: largestMail,
    onConnect(_session, done) {
      done(faults.down ? refusal(421, 'The mailbox is down') : null);
    },
    onRcptTo({ address }, _session, done) {
      const bounces = faults.bounce?.toLowerCase() === address.toLowerCase();
      done(bounces ? refusal(550, 'No such mailbox') : null);
    },
    onData(stream, session, done) {
      receive(stream, session, store, faults).then(() => done(), done);
    },
  });
}

async function receive(
  stream: Readable & { sizeExceeded?: boolean },
  session: SMTPServerSession,
  store: MessageStore,
  faults: Faults,
): Promise<void> {
  const raw = await buffer(stream);
  if (stream.sizeExceeded) throw refusal(552, `Mail is larger than ${largestMail} bytes`);
  if (faults.reject > 0) {
    faults.reject -= 1;
    throw refusal(451, 'Refused for now');
  }
  store.add(await read(raw, session));
}

async function read(raw: Buffer, { envelope }: SMTPServerSession): Promise<StoredMessage> {
  const mail = await PostalMime.parse(raw, { attachmentEncoding: 'base64' });
  return {
    id: uuid(),
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address),
    subject: mail.subject ?? '',
    date: new Date().toISOString(),
    text: mail.text ?? '',
    html: mail.html ?? '',
    messageId: mail.messageId ?? '',
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      filename: filename ?? 'unnamed',
      mimeType,
      content: String(content),
    })),
  };
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
