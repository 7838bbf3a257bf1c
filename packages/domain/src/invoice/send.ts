import { User } from '@minispod/database/entities/user.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { localDay } from '../billing/dunning.js';
import { notify } from '../notification/notify.js';
import { required } from '../rows.js';
import { getInvoice } from './get.js';

/** Mails an invoice to its owner as a PDF; again on the same day changes nothing. Throws NOT_FOUND. */
export async function sendInvoice(
  dataSource: DataSource,
  userId: string,
  id: string,
  now: Date,
): Promise<{ sentTo: string }> {
  return withTransaction(dataSource, async (tx) => {
    const { number, total, kind } = await getInvoice(tx, userId, id);
    const { email } = required(await tx.findOne(User, { where: { id: userId }, select: { email: true } }));
    await notify(
      tx,
      {
        userId,
        kind: 'INVOICE_SENT',
        dedupeKey: `INVOICE_SENT:${id}:${localDay(now)}`,
        data: { invoiceId: id, number, total, kind },
        link: `/invoices/${id}`,
      },
      now,
    );
    return { sentTo: email };
  });
}
