import { createHash } from 'node:crypto';
import type { AvatarType, UserView } from '@minispod/contracts/account';
import { User } from '@minispod/database/entities/user.entity';
import { UserAvatar } from '@minispod/database/entities/user-avatar.entity';
import { type Reader, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { notFound } from '../errors.js';
import { getMe } from './get-me.js';

/** A picture whose content was looked at: `contentType` is what it is, not what it was called. */
interface Picture {
  content: Buffer;
  contentType: AvatarType;
}

/** A user's own picture, in place of an earlier one. */
export async function setAvatar(
  dataSource: DataSource,
  userId: string,
  { content, contentType }: Picture,
  now: Date,
): Promise<UserView> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return withTransaction(dataSource, async (tx) => {
    const picture = { userId, content, contentType, sha256, updatedAt: now };
    await tx.upsert(UserAvatar, picture, ['userId']);
    // Another picture has another address, so that no browser shows the earlier one.
    const avatar = `/api/users/${userId}/avatar?v=${sha256.slice(0, 12)}`;
    await tx.update(User, { id: userId }, { avatar, updatedAt: now });
    return getMe(tx, userId);
  });
}

/** Back to the initials; again changes nothing. */
export async function removeAvatar(dataSource: DataSource, userId: string, now: Date): Promise<UserView> {
  return withTransaction(dataSource, async (tx) => {
    await tx.delete(UserAvatar, { userId });
    await tx.update(User, { id: userId }, { avatar: null, updatedAt: now });
    return getMe(tx, userId);
  });
}

/** Throws NOT_FOUND where there is none. */
export async function getAvatar(reader: Reader, userId: string): Promise<UserAvatar> {
  const avatar = await reader.findOneBy(UserAvatar, { userId });
  if (!avatar) throw notFound('Picture');
  return avatar;
}
