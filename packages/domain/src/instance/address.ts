import { violatedConstraint } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';
import { isReservedSubdomain } from './rules/subdomain.js';

/** A name chosen by chance may be taken; one that the customer chose is theirs to change. */
const ATTEMPTS = 4;

/** Throws CONFLICT for an address that nobody may have. */
export function refuseReserved(subdomain: string | undefined): void {
  if (subdomain !== undefined && isReservedSubdomain(subdomain)) throw taken('This address is reserved');
}

/**
 * Does `work`, which inserts an instance under the chosen address or one made up; tries again when the one made up is
 * taken. Throws CONFLICT when the chosen one is.
 */
export async function withFreeAddress<T>(chosen: string | undefined, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (violatedConstraint(error) !== 'service_instances_subdomain') throw error;
      if (chosen !== undefined) throw taken('This address is taken');
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

function taken(message: string): DomainError<'CONFLICT'> {
  return new DomainError('CONFLICT', message, { subdomain: message });
}
