import { cleanText } from '@minispod/contracts/clean-text';
import type { NotificationHint, PaymentGateway } from '@minispod/domain/ports/payment-gateway';
import { asObject, asText } from '../json.js';
import { isSignedBy } from './signature.js';
import { gatewayState } from './status-map.js';

/**
 * The hint in a callback, or null when it is forged or none. The signature covers the raw bytes, so those are read and
 * not what a parser made of them: https://tripay.co.id/developer.
 */
export function readNotification(
  { rawBody, headers }: Parameters<PaymentGateway['readNotification']>[0],
  privateKey: string,
): NotificationHint | null {
  const signature = asText(headers['x-callback-signature']);
  if (headers['x-callback-event'] !== 'payment_status' || !signature) return null;
  if (!isSignedBy(rawBody, signature, privateKey)) return null;
  const body = parsed(rawBody);
  const [paymentId, reference, rawStatus] = [body?.merchant_ref, body?.reference, body?.status].map(asText);
  if (!paymentId || !reference || !rawStatus) return null;
  return {
    paymentId,
    eventKey: cleanText(`${paymentId}:${reference}:${rawStatus}`, 255),
    rawStatus: cleanText(rawStatus, 100),
    state: gatewayState(rawStatus),
  };
}

function parsed(rawBody: Buffer) {
  try {
    return asObject(JSON.parse(rawBody.toString()));
  } catch {
    return null;
  }
}
