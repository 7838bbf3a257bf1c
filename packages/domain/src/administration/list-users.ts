import type { AdminUserListInput, AdminUserListView } from '@minispod/contracts/administration';
import { LIVE_SUBSCRIPTION_STATUSES } from '@minispod/contracts/subscription';
import { User } from '@minispod/database/entities/user.entity';
import type { Reader } from '@minispod/database/transaction';
import { type FindOptionsWhere, ILike } from 'typeorm';
import type { z } from 'zod';
import { toUserView } from '../account/views.js';
import { required } from '../rows.js';

/** Users, newest first, whose name or address contains `q`. */
export async function listUsers(
  reader: Reader,
  { page, limit, q, role, status }: z.infer<typeof AdminUserListInput>,
): Promise<z.infer<typeof AdminUserListView>> {
  const chosen = { ...(role && { role }), ...(status && { status }) };
  const like = ILike(`%${q.replace(/[\\%_]/g, '\\$&')}%`);
  const where: FindOptionsWhere<User>[] = q
    ? [
        { ...chosen, name: like },
        { ...chosen, email: like },
      ]
    : [chosen];
  const total = await reader.count(User, { where });
  const users = await reader.find(User, {
    where,
    order: { createdAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  const rows: { id: string; creditBalance: number; liveSubscriptions: number }[] = await reader.query(
    `SELECT w.user_id AS id, w.balance AS "creditBalance",
            (SELECT count(*) FROM subscriptions s WHERE s.user_id = w.user_id AND s.status = ANY($2)) AS "liveSubscriptions"
       FROM wallets w WHERE w.user_id = ANY($1)`,
    [users.map((user) => user.id), LIVE_SUBSCRIPTION_STATUSES],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const items = users.map((user) => {
    const { creditBalance, liveSubscriptions } = required(byId.get(user.id));
    return { ...toUserView(user), creditBalance, liveSubscriptions };
  });
  return { items, page, limit, total };
}
