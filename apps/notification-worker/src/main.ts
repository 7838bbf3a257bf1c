import { runWorker } from '@minispod/process/worker';
import { readNotificationEnv } from './env.js';
import { sendNotification } from './handlers/send-notification.js';
import { sweepNotifications } from './handlers/sweep-notifications.js';
import { createSmtpMailer } from './smtp-mailer.js';

const env = readNotificationEnv();

await runWorker(env, {
  name: 'notification-worker',
  queue: 'notification',
  concurrency: 4,
  sweeps: { 'sweep-notifications': 10_000 },
  async start({ dataSource, clock }) {
    const mailer = createSmtpMailer({ url: env.SMTP_URL, from: env.MAIL_FROM });
    const deps = { dataSource, clock, mailer, publicUrl: env.PUBLIC_URL };
    return {
      handlers: {
        'send-notification': sendNotification(deps),
        'sweep-notifications': sweepNotifications(deps),
      },
    };
  },
});
