import type {
  CreatedPayment,
  CreatePayment,
  GatewayStatus,
  PaymentGateway,
} from '@minispod/domain/ports/payment-gateway';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import type { CoreApi, Snap } from 'midtrans-client';
import { asObject, asText, type Json, NOT_FOUND, readStatus } from './answers.js';
import { channelsFor } from './channels.js';
import { createClients, type MidtransConfig } from './client.js';
import { creationError, failureOf } from './failures.js';
import { readNotification } from './notification.js';
import { qrisRequest, snapRequest } from './requests.js';

/** A successful answer as an object; what is none came from something between us and Midtrans. */
async function answerOf(call: Promise<unknown>): Promise<Json> {
  const answer = asObject(await call);
  if (!answer) throw new GatewayUnreachable('Midtrans gave no readable answer');
  return answer;
}

async function creation(call: Promise<unknown>): Promise<Json> {
  return answerOf(
    call.catch((error: unknown) => {
      throw creationError(failureOf(error));
    }),
  );
}

async function createPage(snap: Snap, payment: CreatePayment): Promise<CreatedPayment> {
  const channels = channelsFor(payment.method, payment.bank, payment.wallet);
  const request = snapRequest(payment, channels);
  // An empty list would mean every method to Snap.
  if (request.enabled_payments.length === 0) {
    throw new GatewayRejected(
      `nothing takes Rp${payment.amount} by ${payment.bank ?? payment.wallet ?? payment.method}`,
    );
  }
  const answer = await creation(snap.createTransaction(request));
  const [snapToken, redirectUrl] = [asText(answer.token), asText(answer.redirect_url)];
  if (!snapToken || !redirectUrl) throw new GatewayUnreachable('Midtrans opened a page without an address');
  return { snapToken, redirectUrl };
}

async function createQris(core: CoreApi, payment: CreatePayment): Promise<CreatedPayment> {
  const answer = await creation(core.charge(qrisRequest(payment)));
  const qrString = asText(answer.qr_string);
  if (!qrString) throw new GatewayUnreachable('Midtrans made a QRIS payment without a code');
  return { qrString };
}

async function askStatus(core: CoreApi, paymentId: string): Promise<GatewayStatus> {
  let answer: Json;
  try {
    answer = await answerOf(core.transaction.status(encodeURIComponent(paymentId)));
  } catch (error) {
    if (error instanceof GatewayUnreachable) throw error;
    const failure = failureOf(error);
    if (failure.code === 404 && failure.fromMidtrans)
      return { ...NOT_FOUND, raw: { message: failure.message } };
    throw new GatewayUnreachable(failure.message);
  }
  const status = readStatus(answer, paymentId);
  if (!status) throw new GatewayUnreachable('Midtrans answered about something else');
  return status;
}

/**
 * Asks first, because Midtrans would also void a captured card, which is money that may be credited already. A payment
 * found cancelled counts as withdrawn: an earlier call did it whose answer was lost.
 */
async function cancelUnpaid(core: CoreApi, paymentId: string): Promise<boolean> {
  const { state } = await askStatus(core, paymentId);
  if (state !== 'PENDING') return state === 'CANCELLED';
  try {
    const answer = await answerOf(core.transaction.cancel(encodeURIComponent(paymentId)));
    return asText(answer.transaction_status)?.toLowerCase() === 'cancel';
  } catch (error) {
    if (error instanceof GatewayUnreachable) throw error;
    const failure = failureOf(error);
    // 412: it changed between the question and the cancel. 404: it is not known any more.
    if (failure.fromMidtrans && (failure.code === 412 || failure.code === 404)) return false;
    throw new GatewayUnreachable(failure.message);
  }
}

/**
 * Midtrans behind the payment-gateway port: Snap pages for transfers, wallets and cards, Core API for QRIS.
 *
 * Creating again with the same id is safe: Snap opens a new page and revokes the old one while nothing was chosen on
 * it; an id that already has a payment is GatewayUnreachable (see `creationError`). A Snap page on which no method was
 * chosen cannot be cancelled by id: `cancel` is false and the page lapses by its own expiry.
 * Throws when addresses are overridden in production.
 */
export function createMidtransGateway(config: MidtransConfig): PaymentGateway {
  const { snap, core } = createClients(config);
  return {
    name: 'midtrans',
    create: (payment) => (payment.method === 'QRIS' ? createQris(core, payment) : createPage(snap, payment)),
    status: (paymentId) => askStatus(core, paymentId),
    cancel: (paymentId) => cancelUnpaid(core, paymentId),
    readNotification: (body) => readNotification(body, config.serverKey),
  };
}
