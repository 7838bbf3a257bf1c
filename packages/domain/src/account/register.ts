import type { RegisterInput, SessionView } from '@minispod/contracts/account';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { DomainError } from '../errors.js';
import { newId } from '../id.js';
import { notify } from '../notification/notify.js';
import { createUser } from './create-user.js';
import { hashPassword } from './password.js';
import { startSession } from './start-session.js';
import { asTaken } from './taken.js';
import type { SessionSettings } from './tokens.js';
import { weaknessOf } from './weak-password.js';

export interface AccountDeps {
  dataSource: DataSource;
  sessions: SessionSettings;
}

/** Opens an account with an empty wallet and logs in. Throws VALIDATION_ERROR for a password that is easy to guess,
 * CONFLICT when the e-mail address or phone number is taken. */
export async function register(
  { dataSource, sessions }: AccountDeps,
  { password, ...person }: RegisterInput,
  now: Date,
): Promise<SessionView> {
  const weakness = weaknessOf(password, person);
  if (weakness) throw new DomainError('VALIDATION_ERROR', 'The input is not valid', { password: weakness });
  const passwordHash = await hashPassword(password);
  try {
    return await withTransaction(dataSource, async (tx) => {
      const user = await createUser(tx, { ...person, role: 'USER', passwordHash }, now);
      await notify(
        tx,
        {
          userId: user.id,
          kind: 'WELCOME',
          dedupeKey: `WELCOME:${user.id}`,
          data: {},
          link: '/catalog',
        },
        now,
      );
      return startSession(tx, sessions, user, newId(), now);
    });
  } catch (error) {
    throw asTaken(error);
  }
}
