import { createHmac, timingSafeEqual } from 'node:crypto';

const hmac = (text: string | Buffer, privateKey: string) =>
  createHmac('sha256', privateKey).update(text).digest('hex');

/** What a creation is signed with: https://tripay.co.id/developer. */
export function requestSignature(
  merchantCode: string,
  merchantRef: string,
  amount: number,
  privateKey: string,
): string {
  return hmac(`${merchantCode}${merchantRef}${amount}`, privateKey);
}

/** Whether a callback's bytes were signed with the key, compared in constant time. */
export function isSignedBy(rawBody: Buffer, signature: string, privateKey: string): boolean {
  const right = Buffer.from(hmac(rawBody, privateKey));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}
