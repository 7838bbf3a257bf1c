import { type Rupiah, rupiah, share } from '@minispod/contracts/rupiah';

/** A stretch of a period for which one amount was really paid: the whole period, or what followed the last upgrade. */
export interface Segment {
  startsAt: Date;
  endsAt: Date;
  paid: Rupiah;
}

/**
 * The moment as of which a request counts: it may have waited for the wallet while billing began the period that it now
 * finds, and nothing is reckoned from before that.
 */
export function within(period: { startsAt: Date }, now: Date): Date {
  return now < period.startsAt ? period.startsAt : now;
}

const ms = (from: Date, to: Date) => BigInt(Math.max(0, to.getTime() - from.getTime()));

/** What is left at `now` of what was paid: to the millisecond, rounded down, never more than was paid. */
export function unusedShare({ startsAt, endsAt, paid }: Segment, now: Date): Rupiah {
  const length = ms(startsAt, endsAt);
  const remaining = ms(within({ startsAt }, now), endsAt);
  return length === 0n ? rupiah(0) : share(paid, remaining, length);
}

/**
 * What moving to a dearer plan costs for the rest of the period: the new price's remaining share of the whole period less
 * the unused share of what was really paid, as one fraction rounded down once, never below zero.
 */
export function upgradeAmount(
  segment: Segment,
  period: { startsAt: Date; endsAt: Date; stoppedMs: number; price: Rupiah },
  now: Date,
): Rupiah {
  // What an administrator had stopped was given back at the end, and made the period no dearer or cheaper.
  const length = ms(period.startsAt, period.endsAt) - BigInt(period.stoppedMs);
  const segmentLength = ms(segment.startsAt, segment.endsAt);
  const remaining = ms(within(period, now), period.endsAt);
  if (length === 0n || segmentLength === 0n) return rupiah(0);
  const numerator =
    BigInt(period.price) * remaining * segmentLength - BigInt(segment.paid) * remaining * length;
  return numerator <= 0n ? rupiah(0) : rupiah(Number(numerator / (length * segmentLength)));
}

export function daysLeft(now: Date, end: Date): number {
  return Math.ceil(Math.max(0, end.getTime() - now.getTime()) / 86_400_000);
}
