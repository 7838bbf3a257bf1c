import type { AdvanceClockInput } from '@minispod/contracts/administration';
import { withTransaction } from '@minispod/database/transaction';
import { recordAction } from '../audit-log/record.js';
import type { BillingDeps } from '../billing/run-billing.js';
import { DomainError } from '../errors.js';
import { advanceClock } from './advance-clock.js';
import { type MovableClock, readOffset } from './movable-clock.js';

const DAY_MS = 86_400_000;

/** Sets how far ahead the built-in payment sandbox is, in ms: its payments expire by its own clock. */
export type MoveGatewayClock = (offsetMs: number) => Promise<void>;

export interface TravelDeps extends BillingDeps {
  /** Null in production, where the clock is real. */
  movableClock: MovableClock | null;
  moveGatewayClock: MoveGatewayClock;
}

/** The time of this installation. FORBIDDEN in production. */
export async function readClock({ movableClock }: TravelDeps): Promise<{ now: string }> {
  const clock = requireMovable(movableClock);
  await clock.look();
  return { now: clock.now().toISOString() };
}

/** Moves the installation's clock and the payment sandbox's, day by day with each day's billing. FORBIDDEN in production. */
export async function travel(
  deps: TravelDeps,
  administratorId: string,
  { days = 0, to }: AdvanceClockInput,
): Promise<{ now: string }> {
  const { dataSource, moveGatewayClock } = deps;
  const clock = requireMovable(deps.movableClock);
  await clock.look();
  const now = clock.now();
  const target = to ? new Date(to) : new Date(now.getTime() + days * DAY_MS);
  const action = { actorId: administratorId, action: 'clock.advance', subject: 'clock' } as const;
  await withTransaction(dataSource, (tx) =>
    recordAction(tx, { ...action, subjectId: 'clock', details: { to: target.toISOString() } }, now),
  );
  await advanceClock(deps, target);
  await clock.look();
  await moveGatewayClock(await readOffset(dataSource));
  return { now: clock.now().toISOString() };
}

function requireMovable(clock: MovableClock | null): MovableClock {
  if (!clock) throw new DomainError('FORBIDDEN', 'Time passes by itself in production');
  return clock;
}
