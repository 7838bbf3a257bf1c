import type { BillingCycle } from '@minispod/contracts/catalog';

/** Asia/Jakarta (WIB) is UTC+7 the year round: Indonesia keeps no daylight-saving time. */
const JAKARTA_OFFSET_MS = 7 * 3_600_000;

const MONTHS = { MONTHLY: 1, YEARLY: 12 } as const satisfies Record<BillingCycle, number>;

/**
 * Start of period `k` (0 is the first) of a subscription anchored at `anchor`: the anchor's Jakarta day and time, k months
 * or years on, clamped to the last day of a shorter month. Always counted from the anchor, so 31 January is followed by
 * 28 February and then by 31 March, and never drifts.
 */
export function periodStart(anchor: Date, cycle: BillingCycle, k: number): Date {
  const local = new Date(anchor.getTime() + JAKARTA_OFFSET_MS);
  const month = local.getUTCMonth() + k * MONTHS[cycle];
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const shifted = Date.UTC(
    local.getUTCFullYear(),
    month,
    Math.min(local.getUTCDate(), lastDay),
    local.getUTCHours(),
    local.getUTCMinutes(),
    local.getUTCSeconds(),
    local.getUTCMilliseconds(),
  );
  return new Date(shifted - JAKARTA_OFFSET_MS);
}

export interface Period {
  k: number;
  startsAt: Date;
  /** The next period's start: periods touch and never overlap. */
  endsAt: Date;
}

export function billingPeriod(anchor: Date, cycle: BillingCycle, k: number): Period {
  return { k, startsAt: periodStart(anchor, cycle, k), endsAt: periodStart(anchor, cycle, k + 1) };
}
