import { IdSchema } from '@minispod/contracts/shared';
import { DomainError, notFound } from '@minispod/domain/errors';
import type { PaymentGateway } from '@minispod/domain/ports/payment-gateway';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { success } from '../http/envelope.js';
import type { Services } from '../trpc/context.js';
import { Inbox } from './inbox.js';

/** A body as it came, because a gateway may sign its bytes, beside what it says. */
interface Received {
  raw: Buffer;
  body: unknown;
}

/**
 * Notifications of the gateways. Each is a hint: its signature is checked, it is stored, and a worker asks the gateway for
 * the truth. A gateway sends again on any answer but 2xx, so 200 says no more than that it is stored.
 * https://docs.midtrans.com/docs/https-notification-webhooks, https://tripay.co.id/developer
 */
export function mountWebhooks(app: FastifyInstance, services: Services): void {
  const receive = receiverOf(services);
  app.register(async (webhooks) => {
    keepRawBodies(webhooks);
    webhooks.post('/api/webhooks/midtrans/notification', async (request) => {
      await receive('midtrans', request);
      return success({}, services.clock.now());
    });
    webhooks.post('/api/webhooks/tripay/callback', async (request) => {
      await receive('tripay', request);
      return { success: true };
    });
  });
}

function keepRawBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, raw: Buffer, done) => {
    if (raw.length === 0) return done(null, undefined);
    parseJson(request, raw.toString(), (error, body) => done(error, { raw, body } satisfies Received));
  });
}

/** UNAVAILABLE without that gateway's keys: it sends again, and by then somebody may have put them back. */
function receiverOf({ dataSource, gateways, clock }: Services) {
  const inbox = new Inbox(dataSource, clock);
  return async (name: PaymentGateway['name'], request: FastifyRequest): Promise<void> => {
    const gateway = gateways.get(name);
    if (!gateway) throw new DomainError('UNAVAILABLE', `${name} is not configured`);
    const { raw, body } = (request.body ?? { raw: Buffer.alloc(0), body: undefined }) as Received;
    const hint = gateway.readNotification({ body, rawBody: raw, headers: request.headers });
    if (!hint) throw new DomainError('UNAUTHORIZED', 'The signature is wrong');
    request.noted.paymentId = hint.paymentId;
    // The dashboard's test notification carries an order of its own making.
    if (!IdSchema.safeParse(hint.paymentId).success) throw notFound('Payment');
    if ((await inbox.receive({ gateway: name, hint, payload: body })) === 'unknown-payment')
      throw notFound('Payment');
  };
}
