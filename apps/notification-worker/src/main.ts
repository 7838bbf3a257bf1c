import type { InvoiceView } from '@minispod/contracts/invoice';
import type { ReceiptView } from '@minispod/contracts/receipt';
import type { Locale } from '@minispod/contracts/shared';
import { renderInvoice } from '@minispod/pdf/invoice';
import { renderReceipt } from '@minispod/pdf/receipt';
import { sellerSettings } from '@minispod/process/seller-env';
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
    const seller = sellerSettings(env);
    const deps = {
      dataSource,
      clock,
      mailer,
      publicUrl: env.PUBLIC_URL,
      renderInvoice: (invoice: InvoiceView, locale: Locale) => renderInvoice(invoice, seller, locale),
      renderReceipt: (receipt: ReceiptView, locale: Locale) => renderReceipt(receipt, seller, locale),
    };
    return {
      handlers: {
        'send-notification': sendNotification(deps),
        'sweep-notifications': sweepNotifications(deps),
      },
    };
  },
});
