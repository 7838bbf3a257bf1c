import type { UserView } from '@minispod/contracts/account';
import type { User } from '@minispod/database/entities/user.entity';

export function toUserView(user: User): UserView {
  const { id, name, email, phone, role, status, avatar, locale, createdAt } = user;
  return { id, name, email, phone, role, status, avatar, locale, createdAt: createdAt.toISOString() };
}
