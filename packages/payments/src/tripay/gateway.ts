import type { PaymentInstructions } from '@minispod/contracts/wallet';
import type {
  CreatedPayment,
  CreatePayment,
  GatewayState,
  GatewayStatus,
  PaymentGateway,
  PaymentRef,
} from '@minispod/domain/ports/payment-gateway';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { asObject, asText, type Json } from '../json.js';
import { NOT_FOUND, UNCLEAR } from '../not-found.js';
import { readStatus } from './answers.js';
import { CHANNELS, type TripayChannel } from './channels.js';
import { callTripay, type TripayConfig, TripayRefused } from './client.js';
import { readNotification } from './notification.js';
import { listSettlements } from './settlements.js';
import { requestSignature } from './signature.js';

function channelFor({ method, bank, wallet, amount }: CreatePayment): TripayChannel {
  const channel = CHANNELS.find((one) => one.method === method && one.bank === bank && one.wallet === wallet);
  if (!channel || amount < channel.min || amount > channel.max)
    throw new GatewayRejected(`nothing at Tripay takes Rp${amount} by ${bank ?? wallet ?? method}`);
  return channel;
}

async function create(config: TripayConfig, payment: CreatePayment): Promise<CreatedPayment> {
  const { paymentId, amount, customer } = payment;
  const channel = channelFor(payment);
  const answer = await callTripay(
    config,
    'transaction/create',
    {},
    {
      method: channel.code,
      merchant_ref: paymentId,
      amount,
      customer_name: customer.name,
      customer_email: customer.email,
      ...(customer.phone && { customer_phone: customer.phone }),
      order_items: [{ sku: 'TOPUP', name: payment.description, price: amount, quantity: 1 }],
      ...(config.callbackUrl && { callback_url: config.callbackUrl }),
      return_url: payment.returnUrl,
      expired_time: Math.floor(payment.expiresAt.getTime() / 1000),
      signature: requestSignature(config.merchantCode, paymentId, amount, config.privateKey),
    },
  );
  const data = asObject(answer.data) ?? {};
  const instructions = instructionsOf(data, channel);
  const gatewayReference = asText(data.reference);
  if (!instructions || !gatewayReference)
    throw new GatewayUnreachable(`Tripay did not say how to pay by ${channel.name}`);
  return {
    instructions,
    gatewayReference,
    ...(instructions.kind === 'QR' && { qrString: instructions.qrString }),
    ...(instructions.kind === 'PAGE' && { redirectUrl: instructions.url }),
  };
}

function instructionsOf(data: Json, { shows, bank = '' }: TripayChannel): PaymentInstructions | null {
  // Some of its answers write account numbers as numbers.
  const number = asText(data.pay_code) ?? (typeof data.pay_code === 'number' ? String(data.pay_code) : null);
  const qrString = asText(data.qr_string);
  const url = asText(data.pay_url) ?? asText(data.checkout_url);
  if (shows === 'VA') return number === null ? null : { kind: 'VA', bank, number };
  if (shows === 'QR') return qrString === null ? null : { kind: 'QR', qrString };
  return url === null ? null : { kind: 'PAGE', url };
}

const BEST: readonly GatewayState[] = ['PAID', 'REFUNDED', 'PENDING'];

/** Refusals that are about us or the moment, whatever the payment. */
const NOT_ABOUT_IT: ReadonlySet<number> = new Set([401, 403]);

/**
 * Asked by Tripay's own reference, which then names the payment whatever `merchant_ref` the answer has; where a creation's
 * answer was lost there is none, and its list is asked for ours. That may name several attempts, of which the one where
 * money moved counts. An odd answer about one payment is UNKNOWN and no outage.
 */
async function status(
  config: TripayConfig,
  { paymentId, gatewayReference }: PaymentRef,
): Promise<GatewayStatus> {
  const call = gatewayReference
    ? callTripay(config, 'transaction/detail', { reference: gatewayReference })
    : callTripay(config, 'merchant/transactions', { merchant_ref: paymentId });
  const answer = await call.catch((error: Error) => {
    if (error instanceof TripayRefused && !NOT_ABOUT_IT.has(error.status)) return null;
    throw new GatewayUnreachable(error.message);
  });
  if (!answer) return { ...UNCLEAR, raw: {} };
  const { data } = answer;
  if (Array.isArray(data) && data.length === 0) return { ...NOT_FOUND, raw: {} };
  const rows: unknown[] = Array.isArray(data) ? data : [data];
  const about = rows.map(asObject).filter((row) => row !== null);
  const told = about.filter((one) => isAbout(one, paymentId, gatewayReference)).map(readStatus);
  const best = BEST.map((state) => told.find((one) => one.state === state)).find(Boolean);
  return best ?? told[0] ?? { ...UNCLEAR, raw: answer };
}

/** A list may hold other payments; the answer to a question by reference is about that one unless it names another. */
function isAbout(transaction: Json, paymentId: string, gatewayReference?: string | null): boolean {
  if (transaction.merchant_ref === paymentId) return true;
  if (!gatewayReference) return false;
  return (asText(transaction.reference) ?? gatewayReference) === gatewayReference;
}

/**
 * Tripay behind the payment-gateway port. It has no way to withdraw a payment nor to give money back: `cancel` is false,
 * `refund` is GatewayRejected.
 */
export function createTripayGateway(config: TripayConfig): PaymentGateway {
  return {
    name: 'tripay',
    channels: CHANNELS,
    create: (payment) => create(config, payment),
    status: (payment) => status(config, payment),
    cancel: async () => false,
    refund: async () => {
      throw new GatewayRejected('Tripay gives nothing back by itself');
    },
    readNotification: (notification) => readNotification(notification, config.privateKey),
    settlements: (firstDay, lastDay) => listSettlements(config, firstDay, lastDay),
  };
}
