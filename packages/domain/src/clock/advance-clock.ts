import { ClockOffset } from '@minispod/database/entities/clock-offset.entity';
import { type BillingDeps, runBilling } from '../billing/run-billing.js';
import { warnOfLowCredit } from '../billing/warn.js';
import { DomainError } from '../errors.js';
import { lapseOffers } from '../waitlist/leave.js';
import { readOffset } from './movable-clock.js';

const DAY_MS = 86_400_000;
/** Ten years at once are more than anybody has to try. */
const MAXIMUM_DAYS = 3_660;

/**
 * Moves this installation's clock forward, a day at a time, and does each day's billing on that day: a year of renewals,
 * reminders and suspensions happens as it would have, in seconds. Local mode only. Returns the new time.
 */
export async function advanceClock(deps: BillingDeps, to: Date): Promise<Date> {
  const { dataSource } = deps;
  const target = to.getTime() - Date.now();
  let offsetMs = await readOffset(dataSource);
  if (target < offsetMs)
    throw new DomainError('VALIDATION_ERROR', 'The clock only goes forward', { to: 'is in the past' });
  if (target - offsetMs > MAXIMUM_DAYS * DAY_MS) {
    throw new DomainError('VALIDATION_ERROR', 'At most ten years at once', { to: 'is too far away' });
  }
  while (offsetMs < target) {
    offsetMs = Math.min(offsetMs + DAY_MS, target);
    await dataSource.manager.update(ClockOffset, { isOnly: true }, { offsetMs });
    const now = new Date(Date.now() + offsetMs);
    await warnOfLowCredit(deps, now);
    await runBilling(deps, now);
    await lapseOffers(dataSource, now);
  }
  return new Date(Date.now() + offsetMs);
}
