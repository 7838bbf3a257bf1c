import { expect, it } from 'vitest';
import { readNotificationEnv } from './env.js';

const DATABASE_URL = 'postgres://minispod@127.0.0.1/minispod';

it('has the sandboxes for defaults on a laptop', () => {
  expect(readNotificationEnv({ DATABASE_URL })).toMatchObject({
    SMTP_URL: 'smtp://127.0.0.1:3005',
    MAIL_FROM: 'MinisPod <no-reply@localhost>',
    PUBLIC_URL: 'http://localhost:3000',
  });
});

it('wants a real mail server, sender and address in production', () => {
  const production = { DATABASE_URL, NODE_ENV: 'production' };
  expect(() => readNotificationEnv(production)).toThrow(/SMTP_URL: .*\n.*MAIL_FROM: .*\n.*PUBLIC_URL: /);
  const set = { SMTP_URL: 'smtps://mail.example.test', MAIL_FROM: 'no-reply@example.test' };
  expect(readNotificationEnv({ ...production, ...set, PUBLIC_URL: 'https://example.test' })).toMatchObject(
    set,
  );
  const overHttp = { ...production, ...set, PUBLIC_URL: 'http://example.test' };
  expect(() => readNotificationEnv(overHttp)).toThrow('PUBLIC_URL: must be set to an https address');
});

it('names a mail server address that is none', () => {
  expect(() => readNotificationEnv({ DATABASE_URL, SMTP_URL: 'mail.example.test' })).toThrow(
    'SMTP_URL: a mail server, e.g.',
  );
});
