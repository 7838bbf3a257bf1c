import type { UserView } from '@minispod/contracts/account';
import { User } from '@minispod/database/entities/user.entity';
import type { Reader } from '@minispod/database/transaction';
import { notFound } from '../errors.js';
import { toUserView } from './views.js';

/** Throws NOT_FOUND. */
export async function getMe(reader: Reader, userId: string): Promise<UserView> {
  const user = await reader.findOneBy(User, { id: userId });
  if (!user) throw notFound('User');
  return toUserView(user);
}
