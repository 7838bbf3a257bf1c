import type { Role } from '@minispod/contracts/account';
import type { Locale } from '@minispod/contracts/shared';
import { User } from '@minispod/database/entities/user.entity';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import { openWallet } from '../wallet/open-wallet.js';

export interface NewUser {
  name: string;
  email: string;
  phone?: string | undefined;
  role: Role;
  locale?: Locale | undefined;
  passwordHash: string;
}

/** A user with an empty wallet. Fails on `users_email_key` or `users_phone_key` when either is taken. */
export async function createUser(tx: Tx, newUser: NewUser, now: Date): Promise<User> {
  const user: User = {
    id: newId(),
    name: newUser.name,
    email: newUser.email,
    phone: newUser.phone ?? null,
    role: newUser.role,
    status: 'ACTIVE',
    avatar: null,
    locale: newUser.locale ?? 'id',
    passwordHash: newUser.passwordHash,
    createdAt: now,
    updatedAt: now,
  };
  await tx.insert(User, user);
  await openWallet(tx, user.id, now);
  return user;
}
