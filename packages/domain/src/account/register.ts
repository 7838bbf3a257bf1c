import type { RegisterInput, SessionView } from '@minispod/contracts/account';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { newId } from '../id.js';
import { notify } from '../notification/notify.js';
import { createUser } from './create-user.js';
import { hashPassword } from './password.js';
import { startSession } from './start-session.js';
import { asTaken } from './taken.js';
import type { SessionSettings } from './tokens.js';

export interface AccountDeps {
  dataSource: DataSource;
  sessions: SessionSettings;
}

/** Opens an account with an empty wallet and logs in. Throws CONFLICT when the e-mail address or phone number is taken. */
export async function register(
  { dataSource, sessions }: AccountDeps,
  { password, ...person }: RegisterInput,
  now: Date,
): Promise<SessionView> {
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
          data: { name: user.name },
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
