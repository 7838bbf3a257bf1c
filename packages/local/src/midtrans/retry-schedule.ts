import type { DeliveryRules } from '../gateway/notifier.js';

export interface RetrySchedule {
  readonly timeoutMs: number;
  /** Wait before the first, second, … redelivery. */
  readonly delaysMs: readonly number[];
}

const minutes = (...waits: number[]) => waits.map((wait) => wait * 60_000);

/**
 * Two official pages contradict each other, so both can be chosen.
 * core: https://docs.midtrans.com/reference/best-practices-to-handle-notification
 * snap: https://docs.midtrans.com/reference/handle-notifications
 */
export const RETRY_SCHEDULES = {
  core: { timeoutMs: 15_000, delaysMs: minutes(2, 10, 30, 90, 210) },
  snap: { timeoutMs: 30_000, delaysMs: minutes(1, 1, 1, 1, 1) },
} as const satisfies Record<string, RetrySchedule>;

export type RetryScheduleName = keyof typeof RETRY_SCHEDULES;

function wasAccepted(httpStatus: number | null): boolean {
  return httpStatus !== null && httpStatus >= 200 && httpStatus < 300;
}

/** How often a notification is sent again after this answer; null is no answer. */
function retriesAllowed(httpStatus: number | null): number {
  if (wasAccepted(httpStatus)) return 0;
  if (httpStatus === 301 || httpStatus === 302 || httpStatus === 303) return 0;
  if (httpStatus === 500) return 1;
  if (httpStatus === 400 || httpStatus === 404) return 2;
  return httpStatus === 503 ? 4 : 5;
}

/** Milliseconds until the next delivery, or null when Midtrans gives up. `retriesDone` counts redeliveries so far. */
export function nextRetry(
  schedule: RetrySchedule,
  retriesDone: number,
  httpStatus: number | null,
): number | null {
  if (retriesDone >= retriesAllowed(httpStatus)) return null;
  return schedule.delaysMs[retriesDone] ?? null;
}

/** Five hops of 307 and 308 are followed, as both pages say. */
export function deliveryRules(schedule: RetrySchedule): DeliveryRules {
  return {
    timeoutMs: schedule.timeoutMs,
    redirects: 5,
    isAccepted: wasAccepted,
    nextRetry: (retriesDone, httpStatus) => nextRetry(schedule, retriesDone, httpStatus),
  };
}
