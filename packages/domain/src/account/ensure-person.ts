import { User } from '@minispod/database/entities/user.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { createUser, type NewUser } from './create-user.js';
import { hashPassword } from './password.js';

/**
 * Creates a person unless the e-mail address is known; whoever exists keeps everything, the password included. True when
 * created. Two at once: the second fails on the unique address.
 */
export async function ensurePerson(
  dataSource: DataSource,
  { password, ...person }: Omit<NewUser, 'passwordHash'> & { password: string },
  now: Date,
): Promise<boolean> {
  if (await dataSource.manager.existsBy(User, { email: person.email })) return false;
  const passwordHash = await hashPassword(password);
  await withTransaction(dataSource, (tx) => createUser(tx, { ...person, passwordHash }, now));
  return true;
}
