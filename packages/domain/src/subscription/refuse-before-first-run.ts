import type { Subscription } from '@minispod/database/entities/subscription.entity';
import { DomainError } from '../errors.js';

/** Throws CONFLICT while the first instance has not run yet: only its first order is held, and nothing more is charged. */
export function refuseBeforeFirstRun({
  id,
  firstRunningAt,
}: Pick<Subscription, 'id' | 'firstRunningAt'>): void {
  if (firstRunningAt !== null) return;
  throw new DomainError(
    'CONFLICT',
    'It is still starting, and nothing more is charged before it runs: try again when it does. Nothing has been changed',
    { instance: 'starting', subscriptionId: id },
  );
}
