import type { SessionView } from '@minispod/contracts/account';
import { RefreshToken } from '@minispod/database/entities/refresh-token.entity';
import { User } from '@minispod/database/entities/user.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { IsNull, MoreThan } from 'typeorm';
import { raiseAlert } from '../alert/raise.js';
import { DomainError } from '../errors.js';
import { endFamily } from './end-family.js';
import type { AccountDeps } from './register.js';
import { startSession } from './start-session.js';
import { hashRefreshToken } from './tokens.js';

/** A refresh token that is good for nothing. */
export class SessionEnded extends DomainError<'UNAUTHORIZED'> {
  constructor(
    /** The login that ended by it, if there was one. */
    readonly familyId: string | null,
    /** Whose living login it was, when the token came a second time. */
    readonly reusedOf: string | null = null,
  ) {
    super('UNAUTHORIZED', 'This session has ended. Please log in again.', {
      refreshToken: 'Is missing, was used before or has expired',
    });
  }
}

/**
 * Exchanges a refresh token for the next pair. A token that comes a second time was stolen from or by somebody, so it ends
 * its whole family; of parallel uses one wins and the others end what it won. Clients let one call refresh at a time.
 * Throws SessionEnded.
 */
export async function refreshSession(
  { dataSource, sessions }: AccountDeps,
  refreshToken: string | undefined,
  now: Date,
): Promise<SessionView> {
  if (refreshToken === undefined) throw new SessionEnded(null);
  const outcome = await withTransaction(dataSource, async (tx) => {
    const token = await tx.findOneBy(RefreshToken, { tokenHash: hashRefreshToken(sessions, refreshToken) });
    if (!token) return new SessionEnded(null);
    // One exchange per user at a time: an ending family must not miss a token that is just being made.
    const user = await tx.findOneOrFail(User, {
      where: { id: token.userId },
      lock: { mode: 'for_no_key_update' },
    });
    const { affected } = await tx.update(
      RefreshToken,
      { id: token.id, usedAt: IsNull(), revokedAt: IsNull(), expiresAt: MoreThan(now) },
      { usedAt: now },
    );
    if (affected === 1 && user.status !== 'SUSPENDED' && user.status !== 'DELETED') {
      return startSession(tx, sessions, user, token.familyId, now);
    }
    // Used, revoked, expired, or nobody's any more. This is committed; the refusal is thrown outside.
    const { usedAt, revokedAt } = await tx.findOneByOrFail(RefreshToken, { id: token.id });
    const isReuse = usedAt !== null && revokedAt === null;
    if (isReuse) await tellOfReuse(tx, user.id, now);
    await endFamily(tx, token.familyId, now);
    return new SessionEnded(token.familyId, isReuse ? user.id : null);
  });
  if (outcome instanceof SessionEnded) throw outcome;
  return outcome;
}

/** One of the two holders of the token stole it, or a program of the customer's sends it twice. */
async function tellOfReuse(tx: Tx, userId: string, now: Date): Promise<void> {
  const message =
    'A refresh token came a second time, so its login was ended. Somebody may have copied it: ask the customer whether they were thrown out unexpectedly.';
  await raiseAlert(tx, { kind: 'SESSION_REUSED', subject: userId, userId, message }, now);
}
