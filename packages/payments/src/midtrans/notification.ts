import { createHash } from 'node:crypto';
import { cleanText } from '@minispod/contracts/clean-text';
import type { NotificationHint } from '@minispod/domain/ports/payment-gateway';
import { asObject, asText, type Json } from '../json.js';
import { isSignedBy } from './signature.js';
import { gatewayState } from './status-map.js';

/** A refund is notified twice, and several refunds share a status: what tells them apart, shortened. */
function refundMark(body: Json): string {
  if (body.refunds === undefined && body.refund_amount === undefined) return '';
  const refunds = JSON.stringify([body.refund_amount, body.refunds]);
  return `:${createHash('sha256').update(refunds).digest('hex').slice(0, 16)}`;
}

/**
 * The hint in a notification, or null when it is forged or none. Signed are only order id, status code and amount; the
 * status word is not, which is one reason why the truth is asked with `status`. Unknown fields are let be.
 */
export function readNotification(input: unknown, serverKey: string): NotificationHint | null {
  const body = asObject(input);
  if (!body) return null;
  const [orderId, statusCode, grossAmount, signature, rawStatus] = [
    body.order_id,
    body.status_code,
    body.gross_amount,
    body.signature_key,
    body.transaction_status,
  ].map(asText);
  if (!orderId || !statusCode || !grossAmount || !signature || !rawStatus) return null;
  if (!isSignedBy({ orderId, statusCode, grossAmount }, signature, serverKey)) return null;
  const transactionId = asText(body.transaction_id) ?? '';
  const eventKey = `${orderId}:${transactionId}:${rawStatus.toLowerCase()}:${statusCode}${refundMark(body)}`;
  return {
    paymentId: orderId,
    eventKey: cleanText(eventKey, 255),
    rawStatus: cleanText(rawStatus, 100),
    state: gatewayState(rawStatus, asText(body.fraud_status)),
  };
}
