import { databaseEnv, portEnv, processEnv, readEnv, redisEnv } from '@minispod/process/env';
import { sellerEnv } from '@minispod/process/seller-env';
import { z } from 'zod';

const shape = {
  ...processEnv,
  ...databaseEnv,
  ...redisEnv,
  ...sellerEnv,
  HEALTH_PORT: portEnv.optional(),
  /** Absent: the built-in mailbox. */
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'a mail server, e.g. smtp://user:password@host:587' })
    .optional(),
  MAIL_FROM: z.string().min(1).default('MinisPod <no-reply@localhost>'),
  /** Where people reach the console; links in mails begin with it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
};

/** The environment of this worker, checked. Throws ConfigurationError. */
export function readNotificationEnv(source: Record<string, string | undefined> = process.env) {
  const env = readEnv(
    shape,
    (given) => ({
      SMTP_URL: given.SMTP_URL === undefined && 'must be set in production',
      MAIL_FROM:
        given.MAIL_FROM.includes('@localhost') && 'must be an address that can be answered in production',
      PUBLIC_URL: !given.PUBLIC_URL?.startsWith('https:') && 'must be set to an https address in production',
    }),
    source,
  );
  return {
    ...env,
    SMTP_URL: env.SMTP_URL ?? 'smtp://127.0.0.1:3005',
    PUBLIC_URL: env.PUBLIC_URL ?? 'http://localhost:3000',
  };
}
