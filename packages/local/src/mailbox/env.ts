import type { MailboxOptions } from './mailbox.js';

/** `MAILBOX_HTTP_PORT`, `MAILBOX_SMTP_PORT`, `MAILBOX_DIR`: set by whoever starts this process. */
export function readEnv(env = process.env): MailboxOptions {
  return {
    httpPort: port('MAILBOX_HTTP_PORT', env.MAILBOX_HTTP_PORT),
    smtpPort: port('MAILBOX_SMTP_PORT', env.MAILBOX_SMTP_PORT),
    ...(env.MAILBOX_DIR ? { directory: env.MAILBOX_DIR } : {}),
  };
}

function port(name: string, value: string | undefined): number {
  const number = Number(value ?? '');
  if (value && Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new Error(`${name} must be a port from 0 to 65535, not ${value ?? 'absent'}`);
}
