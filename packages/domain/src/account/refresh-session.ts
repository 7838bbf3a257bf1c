import type { SessionView } from '@minispod/contracts/account';
import { RefreshToken } from '@minispod/database/entities/refresh-token.entity';
import { User } from '@minispod/database/entities/user.entity';
import { withTransaction } from '@minispod/database/transaction';
import { IsNull, MoreThan } from 'typeorm';
import { DomainError } from '../errors.js';
import { endFamily } from './end-family.js';
import type { AccountDeps } from './register.js';
import { startSession } from './start-session.js';
import { hashRefreshToken } from './tokens.js';

/** A refresh token that is good for nothing; `familyId` is the login that ended by it, if there was one. */
export class SessionEnded extends DomainError<'UNAUTHORIZED'> {
  constructor(readonly familyId: string | null) {
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
    await endFamily(tx, token.familyId, now);
    return new SessionEnded(token.familyId);
  });
  if (outcome instanceof SessionEnded) throw outcome;
  return outcome;
}
