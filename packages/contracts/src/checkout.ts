import { z } from 'zod';
import { OrderView } from './order.js';
import { IdSchema } from './shared.js';
import { SubscribeInput, SubscribeView } from './subscription.js';
import { TopUpInput, TopUpView } from './wallet.js';

const HowToPay = TopUpInput.omit({ amount: true });

/** A plan bought without prior credit: paid for at once by one of the ways to pay. */
export const CheckoutInput = z.strictObject({ ...SubscribeInput.shape, ...HowToPay.shape });
export type CheckoutInput = z.infer<typeof CheckoutInput>;

/**
 * The order waits for its payment; subscription and order are PENDING_PAYMENT, and the slot and the address are kept as
 * long as the payment is open. `payment.orderId` is the order.
 */
export const CheckoutView = SubscribeView.extend({ payment: TopUpView });
export type CheckoutView = z.infer<typeof CheckoutView>;

/** Another way to pay an order that still waits for its payment. */
export const PayOrderInput = z.strictObject({ id: IdSchema, ...HowToPay.shape });
export type PayOrderInput = z.infer<typeof PayOrderInput>;

export const PayOrderView = z.object({ order: OrderView, payment: TopUpView });
export type PayOrderView = z.infer<typeof PayOrderView>;
