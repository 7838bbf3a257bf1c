import type { en } from '../../texts/en/index.js';

type EndReasonText = keyof typeof en.subscription.endReason;

const KNOWN = [
  'PERIOD_ENDED',
  'UNPAID',
  'CANCELLED',
  'PROVISIONING_FAILED',
  'PAYMENT_EXPIRED',
  'PAYMENT_FAILED',
  'PAYMENT_CANCELLED',
  'PAYMENT_SHORT',
] as const satisfies EndReasonText[];

/** The key of the words for why a subscription ended; a reason of a newer server gets general ones. */
export function endReasonText(reason: string | null): EndReasonText {
  return KNOWN.find((known) => known === reason) ?? 'other';
}
