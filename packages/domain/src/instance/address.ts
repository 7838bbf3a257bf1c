import { type Tx, violatedConstraint } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';
import { isReservedSubdomain } from './rules/subdomain.js';

/** A name chosen by chance may be taken; one that the customer chose is theirs to change. */
const ATTEMPTS = 4;

/**
 * Bookmarks, webhooks and sign-ins go on coming to an address after its app has ended: its last owner alone may have it
 * again. An app that never ran has none.
 */
export const HELD_DAYS = 90;

/** Throws CONFLICT for an address that nobody may have. */
export function refuseReserved(subdomain: string | undefined): void {
  if (subdomain !== undefined && isReservedSubdomain(subdomain)) throw taken('This address is reserved');
}

/**
 * Throws CONFLICT for an address that somebody else had within the last 90 days. Call it after the instance was inserted: a
 * release that happens at the same moment is then either seen here, or has kept the insert out.
 */
export async function refuseHeld(tx: Tx, userId: string, subdomain: string, now: Date): Promise<void> {
  if (await isHeld(tx, userId, subdomain, now))
    throw taken(`This address was in use until lately: it is kept for its owner for ${HELD_DAYS} days`);
}

/** Whether somebody else than this customer had the address last, within the last 90 days. */
export async function isHeld(
  reader: Pick<Tx, 'query'>,
  userId: string,
  subdomain: string,
  now: Date,
): Promise<boolean> {
  const [last] = await reader.query<{ userId: string }[]>(
    `SELECT s.user_id AS "userId" FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id
      WHERE i.subdomain = $1 AND i.last_started IS NOT NULL AND i.released_at > $2::timestamptz - $3 * interval '1 day'
      ORDER BY i.released_at DESC LIMIT 1`,
    [subdomain, now, HELD_DAYS],
  );
  return last !== undefined && last.userId !== userId;
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
