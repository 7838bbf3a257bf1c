import { cleanText } from '@minispod/contracts/clean-text';
import type { CreatePayment } from '@minispod/domain/ports/payment-gateway';
import type { MidtransChannel } from './channels.js';
import type { MidtransConfig } from './client.js';

const WIB_OFFSET_MS = 7 * 3_600_000;

/** `2026-01-31 18:00:00 +0700`: Jakarta time, said outright. */
function gatewayTime(at: Date): string {
  return `${new Date(at.getTime() + WIB_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')} +0700`;
}

/** Whole minutes, rounded down so that Midtrans never waits longer than we do; at least the one it demands. */
function minutesOpen({ createdAt, expiresAt }: CreatePayment): number {
  return Math.max(1, Math.floor((expiresAt.getTime() - createdAt.getTime()) / 60_000));
}

function order(payment: CreatePayment) {
  const { name, email, phone } = payment.customer;
  return {
    transaction_details: { order_id: payment.paymentId, gross_amount: payment.amount },
    // Item names longer than 50 characters are refused.
    item_details: [
      { id: 'topup', name: cleanText(payment.description, 50), price: payment.amount, quantity: 1 },
    ],
    customer_details: { first_name: name, email, ...(phone && { phone }) },
  };
}

/** Body of POST /snap/v1/transactions: https://docs.midtrans.com/reference/request-body-json-parameter. */
export function snapRequest(
  payment: CreatePayment,
  channels: readonly MidtransChannel[],
  { finish, unfinish, error }: NonNullable<MidtransConfig['returnUrls']> = {},
) {
  const { returnUrl } = payment;
  const duration = minutesOpen(payment);
  const unusable = ({ min, max }: MidtransChannel) => payment.amount < min || payment.amount > max;
  return {
    ...order(payment),
    enabled_payments: [...new Set(channels.filter((one) => !unusable(one)).map(({ code }) => code))],
    credit_card: { secure: true },
    callbacks: { finish: finish ?? returnUrl, unfinish: unfinish ?? returnUrl, error: error ?? returnUrl },
    expiry: { start_time: gatewayTime(payment.createdAt), unit: 'minutes', duration },
    page_expiry: { unit: 'minutes', duration },
  };
}

/**
 * Body of POST /v2/charge: https://docs.midtrans.com/docs/coreapi-core-api-bank-transfer-integration, /reference/gopay-1,
 * /reference/shopeepay-1, /reference/qris. A wallet's app comes back to `returnUrl`.
 */
export function chargeRequest(payment: CreatePayment, charge: NonNullable<MidtransChannel['charge']>) {
  const callback = { callback_url: payment.returnUrl };
  return {
    ...order(payment),
    ...charge,
    ...(charge.gopay !== undefined && { gopay: { ...(charge.gopay as object), ...callback } }),
    ...(charge.shopeepay !== undefined && { shopeepay: callback }),
    custom_expiry: {
      order_time: gatewayTime(payment.createdAt),
      expiry_duration: minutesOpen(payment),
      unit: 'minute',
    },
  };
}
