import { cleanText } from '@minispod/contracts/clean-text';
import type { InvoiceView } from '@minispod/contracts/invoice';
import type { NotificationKind } from '@minispod/contracts/notification';
import { isOwnPath } from '@minispod/contracts/own-path';
import type { ReceiptView } from '@minispod/contracts/receipt';
import type { Locale } from '@minispod/contracts/shared';
import { Notification } from '@minispod/database/entities/notification.entity';
import { User } from '@minispod/database/entities/user.entity';
import type { DataSource } from 'typeorm';
import { getInvoice } from '../invoice/get.js';
import { type Mail, type Mailer, MailRefused } from '../ports/mailer.js';
import { getReceipt } from '../receipt/get.js';
import type { NotificationData } from './kinds.js';
import { composeMail } from './mail.js';
import { render } from './render.js';
import { GIVEN_UP_AFTER, LEASE_MS, pauseAfter } from './rules/retry.js';

export interface MailDeps {
  dataSource: DataSource;
  mailer: Mailer;
  /** Where the console is, without a path. */
  publicUrl: string;
  renderInvoice(invoice: InvoiceView, locale: Locale): Promise<Buffer>;
  renderReceipt(receipt: ReceiptView, locale: Locale): Promise<Buffer>;
}

/** RETRY: the mail server could not take it now, the sweep tries again. NOTHING: sent, given up, or another's just now. */
export type MailOutcome = 'SENT' | 'RETRY' | 'FAILED' | 'NOTHING';

/**
 * Mails one notification; safe any number of times and from several workers. The claim is a guarded update that counts
 * the attempt and leases the mail, so that of two racers one finds it taken. A mail goes out twice only if the server's
 * answer was lost, or its sender died before writing it down; both copies then carry one Message-ID.
 */
export async function sendNotification(deps: MailDeps, id: string, now: Date): Promise<MailOutcome> {
  const { dataSource, mailer, publicUrl } = deps;
  const attempt = await claim(dataSource, id, now);
  if (attempt === null) return 'NOTHING';
  const { manager } = dataSource;
  const { userId, kind, data, link } = await manager.findOneByOrFail(Notification, { id });
  const { email, locale } = await manager.findOneByOrFail(User, { id: userId });
  try {
    const content = render(locale, kind, data as NotificationData[NotificationKind]);
    const url = link !== null && isOwnPath(link) ? new URL(link, publicUrl).href : null;
    const messageId = `<notification-${id}@${new URL(publicUrl).hostname}>`;
    const attachments = await attachmentsOf(deps, { userId, kind, data }, locale);
    await mailer.send({ to: email, messageId, attachments, ...composeMail(locale, content, url) });
  } catch (error) {
    return recordFailure(dataSource, id, attempt, error, now);
  }
  await manager.update(
    Notification,
    { id, mailStatus: 'PENDING' },
    { mailStatus: 'SENT', mailNextAt: null, mailError: null },
  );
  return 'SENT';
}

async function attachmentsOf(
  { dataSource: { manager }, renderInvoice, renderReceipt }: MailDeps,
  { userId, kind, data }: Pick<Notification, 'userId' | 'kind' | 'data'>,
  locale: Locale,
): Promise<NonNullable<Mail['attachments']>> {
  const pdf = (name: string, content: Buffer) => [
    { filename: `${name}.pdf`, content, contentType: 'application/pdf' },
  ];
  if (kind === 'INVOICE_SENT') {
    const { invoiceId } = data as NotificationData['INVOICE_SENT'];
    const invoice = await getInvoice(manager, userId, invoiceId);
    return pdf(invoice.number.replaceAll('/', '-'), await renderInvoice(invoice, locale));
  }
  if (kind === 'TOP_UP_RECEIVED') {
    const { transactionId } = data as NotificationData['TOP_UP_RECEIVED'];
    if (transactionId === undefined) return [];
    const receipt = await getReceipt(manager, userId, transactionId);
    return pdf(`receipt-${transactionId}`, await renderReceipt(receipt, locale));
  }
  return [];
}

/** The number of this attempt, or null when there is nothing to send now. */
async function claim(dataSource: DataSource, id: string, now: Date): Promise<number | null> {
  const [[claimed]] = await dataSource.query<[{ mail_attempts: number }[], number]>(
    `UPDATE notifications SET mail_attempts = mail_attempts + 1, mail_next_at = $3
     WHERE id = $1 AND mail_status = 'PENDING' AND mail_next_at <= $2 RETURNING mail_attempts`,
    [id, now, new Date(now.getTime() + LEASE_MS)],
  );
  return claimed?.mail_attempts ?? null;
}

async function recordFailure(
  { manager }: DataSource,
  id: string,
  attempt: number,
  error: unknown,
  now: Date,
): Promise<MailOutcome> {
  const mailError = cleanText(error instanceof Error ? error.message : String(error), 1_000);
  const final = error instanceof MailRefused || attempt >= GIVEN_UP_AFTER;
  // Guarded by the attempt: one whose lease ran out must not undo what the next has written.
  await manager.update(
    Notification,
    { id, mailStatus: 'PENDING', mailAttempts: attempt },
    final
      ? { mailStatus: 'FAILED', mailNextAt: null, mailError }
      : { mailNextAt: new Date(now.getTime() + pauseAfter(attempt)), mailError },
  );
  return final ? 'FAILED' : 'RETRY';
}
