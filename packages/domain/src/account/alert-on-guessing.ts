import { User } from '@minispod/database/entities/user.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { raiseAlert } from '../alert/raise.js';

export interface Guessing {
  /** ACCOUNT: many wrong passwords of one account. ADDRESS: many logins from one address. */
  scope: 'ACCOUNT' | 'ADDRESS';
  email: string;
  /** A digest of the e-mail address, as the log names it. */
  account: string;
  address: string;
}

/** Tells operators that passwords are being guessed. The alert names the account only where there is one. */
export async function alertOnGuessing(
  dataSource: DataSource,
  { scope, email, account, address }: Guessing,
  now: Date,
): Promise<void> {
  const user = scope === 'ACCOUNT' ? await dataSource.manager.findOneBy(User, { email }) : null;
  const alert =
    scope === 'ACCOUNT'
      ? {
          kind: 'LOGIN_GUESSED',
          subject: account,
          message:
            'One account had more wrong passwords within an hour than its owner would type. New devices wait until the hour is over; devices that were logged in before are not held up.',
        }
      : {
          kind: 'LOGIN_FLOOD',
          subject: address,
          message:
            'One address tried to log in more often than people do. It waits for a minute at a time; look in the log for the accounts it tried.',
        };
  await withTransaction(dataSource, (tx) =>
    raiseAlert(tx, { ...alert, details: { account, address }, ...(user && { userId: user.id }) }, now),
  );
}
