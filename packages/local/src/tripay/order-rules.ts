import { object, text } from '../gateway/json.js';
import { hmac } from './answers.js';
import { type Channel, channelByCode } from './channels.js';
import type { Order, Sandbox } from './payments.js';

const DAY_MS = 86_400_000;
const LONGEST_MS = 30 * DAY_MS;

const whole = (value: unknown) => (Number.isSafeInteger(value) ? (value as number) : Number.NaN);

function readItems(given: unknown): Order['items'] {
  if (!Array.isArray(given)) return [];
  return given.map(object).map((item) => ({
    sku: text(item.sku) ?? null,
    name: text(item.name) ?? '',
    price: whole(item.price),
    quantity: whole(item.quantity),
  }));
}

/** The order in a creation, or why not, in one sentence as Tripay answers. */
export function readOrder(
  { clock, merchantCode, privateKey }: Sandbox,
  given: unknown,
  defaultCallbackUrl: string,
): { channel: Channel; order: Order } | string {
  const body = object(given);
  const channel = channelByCode(text(body.method) ?? '');
  const amount = whole(body.amount);
  const merchantRef = text(body.merchant_ref) ?? '';
  const [name, email] = [text(body.customer_name), text(body.customer_email)];
  const items = readItems(body.order_items);
  if (!channel) return 'Payment channel is not available';
  if (!(amount >= channel.min)) return `Minimum amount is ${channel.min}`;
  if (amount > channel.max) return `Maximum amount is ${channel.max}`;
  if (!name || !email) return 'The customer_name and customer_email fields are required';
  if (items.length === 0 || items.some((item) => item.name === ''))
    return 'The order_items field is required';
  if (items.reduce((sum, item) => sum + item.price * item.quantity, 0) !== amount)
    return 'The amount is not the sum of order_items';
  if (body.signature !== hmac(`${merchantCode}${merchantRef}${amount}`, privateKey))
    return 'Invalid signature';
  const now = clock.now().getTime();
  const expiresAt = body.expired_time === undefined ? now + DAY_MS : whole(body.expired_time) * 1000;
  if (!(expiresAt > now && expiresAt <= now + LONGEST_MS)) return 'The expired_time is invalid';
  return {
    channel,
    order: {
      merchantRef,
      amount,
      customer: { name, email, phone: text(body.customer_phone) ?? null },
      items,
      callbackUrl: text(body.callback_url) ?? defaultCallbackUrl,
      returnUrl: text(body.return_url) ?? null,
      expiresAt: new Date(expiresAt).toISOString(),
    },
  };
}
