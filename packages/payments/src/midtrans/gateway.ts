import { cleanText } from '@minispod/contracts/clean-text';
import type { PaymentInstructions } from '@minispod/contracts/wallet';
import type {
  CreatedPayment,
  CreatePayment,
  GatewayStatus,
  PaymentGateway,
  PaymentRef,
} from '@minispod/domain/ports/payment-gateway';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import type { CoreApi, Snap } from 'midtrans-client';
import { asCleanObject, asObject, asText, type Json } from '../json.js';
import { NOT_FOUND, UNCLEAR } from '../not-found.js';
import { readStatus } from './answers.js';
import { CHANNELS, channelsFor, type MidtransChannel } from './channels.js';
import { createClients, type MidtransConfig } from './client.js';
import { creationError, failureOf } from './failures.js';
import { readNotification } from './notification.js';
import { chargeRequest, snapRequest } from './requests.js';

/** A successful answer as an object; what is none came from something between us and Midtrans. */
async function answerOf(call: Promise<unknown>): Promise<Json> {
  const answer = asCleanObject(await call);
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

async function createPage(
  snap: Snap,
  payment: CreatePayment,
  returnUrls: MidtransConfig['returnUrls'],
): Promise<CreatedPayment> {
  const channels = channelsFor(payment.method, payment.bank, payment.wallet);
  const request = snapRequest(payment, channels, returnUrls);
  // An empty list would mean every method to Snap.
  if (request.enabled_payments.length === 0) {
    throw new GatewayRejected(
      `nothing takes Rp${payment.amount} by ${payment.bank ?? payment.wallet ?? payment.method}`,
    );
  }
  const answer = await creation(snap.createTransaction(request));
  const [snapToken, redirectUrl] = [asText(answer.token), asText(answer.redirect_url)];
  if (!snapToken || !redirectUrl) throw new GatewayUnreachable('Midtrans opened a page without an address');
  return { snapToken, redirectUrl, instructions: { kind: 'PAGE', url: redirectUrl } };
}

/** Codes by which a direct charge is not this account's to make, whatever the payment. Nothing was made. */
const NO_DIRECT_CHARGE: ReadonlySet<number | null> = new Set([402, 404, 405]);

/** Null where the account may not charge this channel directly; its page may still offer it. */
async function createCharge(
  core: CoreApi,
  payment: CreatePayment,
  channel: MidtransChannel,
): Promise<CreatedPayment | null> {
  if (payment.amount < channel.min || payment.amount > channel.max)
    throw new GatewayRejected(`${channel.name} does not take Rp${payment.amount}`);
  const answer = await answerOf(core.charge(chargeRequest(payment, channel.charge ?? {}))).catch(
    (error: unknown) => {
      if (error instanceof GatewayUnreachable) throw error;
      const failure = failureOf(error);
      if (NO_DIRECT_CHARGE.has(failure.code)) return null;
      throw creationError(failure);
    },
  );
  if (!answer) return null;
  const instructions = instructionsOf(answer, channel);
  if (!instructions) throw new GatewayUnreachable(`Midtrans did not say how to pay by ${channel.name}`);
  const qrString = asText(answer.qr_string);
  const redirectUrl = instructions.kind === 'DEEPLINK' ? instructions.url : null;
  return { instructions, ...(qrString && { qrString }), ...(redirectUrl && { redirectUrl }) };
}

/** What the payer needs, out of a charge's answer; null when it is not there. */
function instructionsOf(
  answer: Json,
  { shows, bank = '', wallet = '' }: MidtransChannel,
): PaymentInstructions | null {
  const qrString = asText(answer.qr_string);
  switch (shows) {
    case 'VA': {
      const [account] = Array.isArray(answer.va_numbers) ? answer.va_numbers : [];
      const number = asText(answer.permata_va_number) ?? asText(asObject(account)?.va_number);
      return number === null ? null : { kind: 'VA', bank, number };
    }
    case 'BILL': {
      const [billerCode, billKey] = [asText(answer.biller_code), asText(answer.bill_key)];
      return billerCode && billKey ? { kind: 'BILL', bank, billerCode, billKey } : null;
    }
    case 'QR':
      return qrString === null ? null : { kind: 'QR', qrString };
    case 'DEEPLINK': {
      const actions = Array.isArray(answer.actions) ? answer.actions.map(asObject) : [];
      const url = asText(actions.find((action) => action?.name === 'deeplink-redirect')?.url);
      return url === null ? null : { kind: 'DEEPLINK', wallet, url, qrString };
    }
    default:
      return null;
  }
}

/** Refusals that are about us or the moment, whatever the payment: https://docs.midtrans.com/reference/code-4xx. */
const NOT_ABOUT_IT: ReadonlySet<number> = new Set([401, 402, 403, 408, 429]);

/** An odd answer about one payment is no outage: only what says nothing as Midtrans is. */
async function askStatus(core: CoreApi, paymentId: string): Promise<GatewayStatus> {
  let answer: Json;
  try {
    answer = await answerOf(core.transaction.status(encodeURIComponent(paymentId)));
  } catch (error) {
    if (error instanceof GatewayUnreachable) throw error;
    const { code, fromMidtrans, message } = failureOf(error);
    const raw = { message };
    if (code === 404 && fromMidtrans) return { ...NOT_FOUND, raw };
    if (fromMidtrans && code !== null && code >= 400 && code < 500 && !NOT_ABOUT_IT.has(code))
      return { ...UNCLEAR, raw };
    throw new GatewayUnreachable(message);
  }
  if (answer.transaction_status === undefined && answer.status_code === undefined)
    throw new GatewayUnreachable('Something other than Midtrans answered');
  return readStatus(answer, paymentId, core.apiConfig.get().serverKey);
}

/**
 * Asks first, because Midtrans would also void a captured card, which is money that may be credited already; one under
 * review is no money yet. A payment
 * found cancelled counts as withdrawn: an earlier call did it whose answer was lost. A page on which no method was chosen
 * is known by its token alone. https://docs.midtrans.com/reference/cancel-a-snap-session
 */
async function cancelUnpaid(
  snap: Snap,
  core: CoreApi,
  { paymentId, snapToken }: PaymentRef,
): Promise<boolean> {
  const { state } = await askStatus(core, paymentId);
  if (state === 'NOT_FOUND' && snapToken) return cancelPage(snap, snapToken);
  if (state !== 'PENDING' && state !== 'CHALLENGE') return state === 'CANCELLED';
  try {
    const answer = await answerOf(core.transaction.cancel(encodeURIComponent(paymentId)));
    return asText(answer.transaction_status)?.toLowerCase() === 'cancel';
  } catch (error) {
    // 412: it changed between the question and the cancel. 404: it is not known any more.
    return refusedWith(error, [412, 404]);
  }
}

async function cancelPage(snap: Snap, token: string): Promise<boolean> {
  const url = `${snap.apiConfig.getSnapApiBaseUrl()}/transactions/${encodeURIComponent(token)}/cancel`;
  try {
    const answer = await answerOf(snap.httpClient.request('post', snap.apiConfig.get().serverKey, url, {}));
    return asText(answer.canceled_at) !== null;
  } catch (error) {
    // An earlier call did it, whose answer was lost.
    if (failureOf(error).message.includes('already cancel')) return true;
    return refusedWith(error, [400, 404]);
  }
}

/** False for a refusal of Midtrans' own with one of these codes; anything else leaves the outcome unknown. */
function refusedWith(error: unknown, codes: readonly number[]): false {
  if (error instanceof GatewayUnreachable) throw error;
  const failure = failureOf(error);
  if (failure.fromMidtrans && failure.code !== null && codes.includes(failure.code)) return false;
  throw new GatewayUnreachable(failure.message);
}

/**
 * https://docs.midtrans.com/reference/refund-transaction. 406 is a key that was used: our earlier call whose answer was
 * lost. 412 and 414 are a no to this payment or amount.
 */
async function refundPayment(
  core: CoreApi,
  { paymentId }: PaymentRef,
  { key, amount, reason }: { key: string; amount: number; reason: string },
): Promise<void> {
  try {
    await answerOf(
      core.transaction.refund(encodeURIComponent(paymentId), {
        refund_key: key,
        amount,
        reason: cleanText(reason, 255),
      }),
    );
  } catch (error) {
    if (error instanceof GatewayUnreachable) throw error;
    const failure = failureOf(error);
    if (failure.fromMidtrans && failure.code === 406) return;
    if (failure.fromMidtrans && [400, 404, 412, 414].includes(failure.code ?? 0))
      throw new GatewayRejected(failure.message);
    throw new GatewayUnreachable(failure.message);
  }
}

/**
 * Midtrans behind the payment-gateway port: the Core API for what the console shows by itself (account numbers, bill keys,
 * codes, links into a wallet's app), a Snap page for the rest, where no bank or wallet was named, and where the account may
 * not charge directly.
 *
 * Creating again with the same id is safe: Snap opens a new page and revokes the old one while nothing was chosen on
 * it; an id that already has a payment is GatewayUnreachable (see `creationError`). Settlement lists come as files.
 * Throws when addresses are overridden in production.
 */
export function createMidtransGateway(config: MidtransConfig): PaymentGateway {
  const { snap, core } = createClients(config);
  return {
    name: 'midtrans',
    channels: CHANNELS,
    async create(payment) {
      const channels = channelsFor(payment.method, payment.bank, payment.wallet);
      const [only] = channels;
      const charged = channels.length === 1 && only?.charge ? await createCharge(core, payment, only) : null;
      return charged ?? createPage(snap, payment, config.returnUrls);
    },
    status: ({ paymentId }) => askStatus(core, paymentId),
    cancel: (payment) => cancelUnpaid(snap, core, payment),
    refund: (payment, refund) => refundPayment(core, payment, refund),
    readNotification: ({ body }) => readNotification(body, config.serverKey),
    settlements: async () => null,
  };
}
