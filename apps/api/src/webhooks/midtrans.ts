import { IdSchema } from '@minispod/contracts/shared';
import { withTransaction } from '@minispod/database/transaction';
import { DomainError, notFound } from '@minispod/domain/errors';
import { receiveNotification } from '@minispod/domain/payment/receive-notification';
import type { FastifyInstance } from 'fastify';
import { success } from '../http/envelope.js';
import type { Services } from '../trpc/context.js';
import { refuseUnreadableText } from '../trpc/text.js';

/**
 * A notification is a hint: its signature is checked, it is stored, and a worker asks Midtrans for the truth. Midtrans sends
 * again on any answer but 2xx, so 200 says no more than that it is stored.
 * https://docs.midtrans.com/docs/https-notification-webhooks
 */
export function mountMidtransWebhook(app: FastifyInstance, { dataSource, gateway, clock }: Services): void {
  app.post('/api/webhooks/midtrans/notification', async (request) => {
    const hint = gateway.readNotification(request.body);
    if (!hint) throw new DomainError('UNAUTHORIZED', 'The signature is wrong');
    refuseUnreadableText(request.body);
    request.noted.paymentId = hint.paymentId;
    // The dashboard's test notification carries an order of its own making.
    if (!IdSchema.safeParse(hint.paymentId).success) throw notFound('Payment');
    const now = clock.now();
    const outcome = await withTransaction(dataSource, (tx) =>
      receiveNotification(tx, gateway.name, hint, request.body, now),
    );
    if (outcome === 'unknown-payment') throw notFound('Payment');
    return success({}, now);
  });
}
