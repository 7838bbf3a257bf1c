import { z } from 'zod';
import { IdSchema, listOf, PageInput, StatusChange, TimeSchema } from './shared.js';
import { TopUpView } from './wallet.js';

export const ORDER_STATUSES = [
  'PENDING_PAYMENT',
  'PAID',
  'PROVISIONING',
  'ACTIVE',
  'FAILED',
  'CANCELED',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];
export const ORDER_KINDS = ['SUBSCRIBE', 'UPGRADE', 'RENEWAL'] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

export const OrderView = z.object({
  id: IdSchema,
  kind: z.enum(ORDER_KINDS),
  status: z.enum(ORDER_STATUSES),
  subscriptionId: IdSchema.nullable(),
  serviceName: z.string(),
  planName: z.string(),
  /** Rupiah. */
  subtotal: z.number().int(),
  discount: z.number().int(),
  total: z.number().int(),
  items: z.array(
    z.object({
      description: z.string(),
      quantity: z.number().int(),
      unitPrice: z.number().int(),
      amount: z.number().int(),
    }),
  ),
  /** An order that waits for its payment lapses then; null when it waits for none. */
  payBy: TimeSchema.nullable(),
  createdAt: TimeSchema,
});
export type OrderView = z.infer<typeof OrderView>;

export const OrderDetail = OrderView.extend({
  /** The newest payment that was opened for it; null when it was paid from credit. */
  payment: TopUpView.nullable(),
  /** Everything that happened, oldest first: order, money and instance together. */
  timeline: z.array(
    StatusChange.extend({ subject: z.enum(['order', 'payment', 'instance', 'subscription']) }),
  ),
});
export type OrderDetail = z.infer<typeof OrderDetail>;

export const OrderListInput = PageInput.extend({ status: z.enum(ORDER_STATUSES).optional() });
export const OrderListView = listOf(OrderView);
export const OrderInput = z.strictObject({ id: IdSchema });
