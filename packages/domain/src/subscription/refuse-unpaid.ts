import type { Subscription } from '@minispod/database/entities/subscription.entity';
import { DomainError } from '../errors.js';

/** Throws CONFLICT for a purchase that still waits for its payment: there is nothing of it yet but the right to pay. */
export function refuseUnpaid({ id, status }: Pick<Subscription, 'id' | 'status'>): void {
  if (status !== 'PENDING_PAYMENT') return;
  throw new DomainError('CONFLICT', 'It is not paid yet: pay its order first, or cancel it', {
    status,
    subscriptionId: id,
  });
}
