import type { LoginInput, SessionView } from '@minispod/contracts/account';
import { User } from '@minispod/database/entities/user.entity';
import { withTransaction } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';
import { newId } from '../id.js';
import { passwordMatches } from './password.js';
import type { AccountDeps } from './register.js';
import { startSession } from './start-session.js';

/**
 * Starts a session. Throws UNAUTHORIZED, in the same words and after the same work, for a wrong password and for an address
 * nobody has; FORBIDDEN for a suspended account, but only to someone who knows its password.
 */
export async function login(
  { dataSource, sessions }: AccountDeps,
  { email, password }: LoginInput,
  now: Date,
): Promise<SessionView> {
  const user = await dataSource.manager.findOneBy(User, { email });
  const matches = await passwordMatches(user?.passwordHash ?? null, password);
  if (!user || !matches || user.status === 'DELETED') {
    throw new DomainError('UNAUTHORIZED', 'E-mail address or password is wrong');
  }
  if (user.status === 'SUSPENDED') throw new DomainError('FORBIDDEN', 'This account is suspended');
  return withTransaction(dataSource, (tx) => startSession(tx, sessions, user, newId(), now));
}
