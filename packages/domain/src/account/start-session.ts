import type { SessionView } from '@minispod/contracts/account';
import { RefreshToken } from '@minispod/database/entities/refresh-token.entity';
import type { User } from '@minispod/database/entities/user.entity';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import { hashRefreshToken, makeRefreshToken, type SessionSettings, signAccessToken } from './tokens.js';
import { toUserView } from './views.js';

/** Gives out a pair of tokens, the refresh token being the family's only one that is not used yet. */
export async function startSession(
  tx: Tx,
  sessions: SessionSettings,
  user: User,
  familyId: string,
  now: Date,
): Promise<SessionView> {
  const refreshToken = makeRefreshToken();
  const expiresAt = new Date(now.getTime() + sessions.accessSeconds * 1000);
  await tx.insert(RefreshToken, {
    id: newId(),
    userId: user.id,
    familyId,
    tokenHash: hashRefreshToken(sessions, refreshToken),
    expiresAt: new Date(now.getTime() + sessions.refreshSeconds * 1000),
    createdAt: now,
  });
  return {
    user: toUserView(user),
    accessToken: await signAccessToken(sessions, { userId: user.id, familyId, expiresAt }, now),
    refreshToken,
    expiresAt: expiresAt.toISOString(),
  };
}
