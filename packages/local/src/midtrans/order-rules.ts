import { type Json, object, text } from '../gateway/json.js';

export interface Order {
  orderId: string;
  /** Whole rupiah. */
  amount: number;
  description: string;
  customerName: string;
}

function itemErrors(items: unknown, amount: unknown): string[] {
  if (items === undefined) return [];
  if (!Array.isArray(items)) return ['item_details must be an array'];
  const errors: string[] = [];
  let sum = 0;
  for (const raw of items) {
    const item = object(raw);
    if (!text(item.name)) errors.push('item_details.name is required');
    else if (String(item.name).length > 50) errors.push('item_details.name is too long');
    sum += Number(item.price) * Number(item.quantity);
  }
  if (sum !== amount) errors.push('transaction_details.gross_amount is not equal to the sum of item_details');
  return errors;
}

/**
 * The rules Snap and Core share for `transaction_details` and `item_details`; errors in the documented words where they
 * are known. Stricter than Snap, which lets a space pass in an order id that the status API then never finds.
 */
export function validateOrder(body: Json): Order | { errors: string[] } {
  const details = object(body.transaction_details);
  const { order_id: orderId, gross_amount: amount } = details;
  const errors: string[] = [];
  if (orderId === undefined || orderId === '') errors.push('transaction_details.order_id is required');
  else if (typeof orderId !== 'string' || !/^[A-Za-z0-9\-_~.]{1,50}$/.test(orderId))
    errors.push('transaction_details.order_id format is invalid');
  if (amount === undefined) errors.push('transaction_details.gross_amount is required');
  else if (typeof amount !== 'number' || !Number.isSafeInteger(amount))
    errors.push('transaction_details.gross_amount must be a whole number');
  else if (amount < 1) errors.push('transaction_details.gross_amount must be greater than or equal to 0.01');
  errors.push(...itemErrors(body.item_details, amount));
  if (errors.length > 0) return { errors };
  const items = Array.isArray(body.item_details) ? body.item_details.map(object) : [];
  const customer = object(body.customer_details);
  return {
    orderId: orderId as string,
    amount: amount as number,
    description: items.map((item) => text(item.name)).join(', '),
    customerName: [text(customer.first_name), text(customer.last_name)].filter(Boolean).join(' '),
  };
}
