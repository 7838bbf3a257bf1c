import type { UpdateProfileInput, UserView } from '@minispod/contracts/account';
import { User } from '@minispod/database/entities/user.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { getMe } from './get-me.js';
import { asTaken } from './taken.js';

/** Changes the fields that are given. Throws CONFLICT when another account has the phone number. */
export async function updateProfile(
  dataSource: DataSource,
  userId: string,
  changes: UpdateProfileInput,
  now: Date,
): Promise<UserView> {
  try {
    return await withTransaction(dataSource, async (tx) => {
      await tx.update(User, { id: userId }, { ...changes, updatedAt: now });
      return getMe(tx, userId);
    });
  } catch (error) {
    throw asTaken(error);
  }
}
