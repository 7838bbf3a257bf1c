import { pino } from 'pino';
import { readEnv } from './env.js';
import { startMailbox } from './mailbox.js';

const log = pino({ name: 'mailbox' });
const mailbox = await startMailbox(readEnv());
log.info({ url: mailbox.url, smtpUrl: mailbox.smtpUrl }, 'mailbox listens');
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void mailbox.close());
}
