import { RefreshToken } from '@minispod/database/entities/refresh-token.entity';
import { User } from '@minispod/database/entities/user.entity';
import { withTransaction } from '@minispod/database/transaction';
import { endFamily } from './end-family.js';
import type { AccountDeps } from './register.js';
import { type AccessClaims, hashRefreshToken } from './tokens.js';

/**
 * Ends the login that the refresh token belongs to, or else the caller's. Nothing to end is no error: whoever logs out is
 * logged out. Resolves with the ended family.
 */
export function logout(
  { dataSource, sessions }: AccountDeps,
  { refreshToken, session }: { refreshToken: string | undefined; session: AccessClaims | null },
  now: Date,
): Promise<string | null> {
  return withTransaction(dataSource, async (tx) => {
    const token =
      refreshToken === undefined
        ? null
        : await tx.findOneBy(RefreshToken, { tokenHash: hashRefreshToken(sessions, refreshToken) });
    const login = token ?? session;
    if (!login) return null;
    await tx.findOne(User, { where: { id: login.userId }, lock: { mode: 'for_no_key_update' } });
    await endFamily(tx, login.familyId, now);
    return login.familyId;
  });
}
