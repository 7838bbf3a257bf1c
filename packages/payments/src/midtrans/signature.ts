import { createHash, timingSafeEqual } from 'node:crypto';

/** The signed strings exactly as received: `50000.00` and `50000` sign differently. */
export interface Signed {
  orderId: string;
  statusCode: string;
  grossAmount: string;
}

/** Lower-case hex SHA-512 of order id, status code, amount and key: https://docs.midtrans.com/docs/https-notification-webhooks. */
export function signatureOf({ orderId, statusCode, grossAmount }: Signed, serverKey: string): string {
  return createHash('sha512').update(`${orderId}${statusCode}${grossAmount}${serverKey}`).digest('hex');
}

/** Compares in constant time; a signature of another length is wrong without being compared. */
export function isSignedBy(signed: Signed, signature: string, serverKey: string): boolean {
  const right = Buffer.from(signatureOf(signed, serverKey));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}
