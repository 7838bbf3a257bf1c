import type { DeliveryRules } from '../gateway/notifier.js';

const MINUTE_MS = 60_000;
const RETRIES = 3;

function saysSuccess(answer: string): boolean {
  try {
    return JSON.parse(answer)?.success === true;
  } catch {
    return false;
  }
}

/**
 * A callback is taken when the answer is 200 and says `{"success":true}`; redirects are not followed
 * (https://tripay.co.id/developer). How often and when it is sent again is nowhere documented: three times, two minutes
 * apart, stand in.
 */
export const DELIVERY_RULES: DeliveryRules = {
  timeoutMs: 30_000,
  redirects: 0,
  isAccepted: (httpStatus, answer) => httpStatus === 200 && saysSuccess(answer),
  nextRetry: (retriesDone) => (retriesDone < RETRIES ? 2 * MINUTE_MS : null),
};
