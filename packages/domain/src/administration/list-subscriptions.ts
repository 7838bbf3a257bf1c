import type {
  AdminSubscriptionListInput,
  AdminSubscriptionListView,
} from '@minispod/contracts/administration';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { required } from '../rows.js';
import { viewSubscriptions } from '../subscription/list-subscriptions.js';
import { readOwners } from './owners.js';

/** Everybody's subscriptions, newest first. */
export async function listAllSubscriptions(
  reader: Reader,
  { page, limit, userId, status }: z.infer<typeof AdminSubscriptionListInput>,
): Promise<z.infer<typeof AdminSubscriptionListView>> {
  const where = { ...(userId && { userId }), ...(status && { status }) };
  const total = await reader.count(Subscription, { where });
  const rows = await reader.find(Subscription, {
    where,
    order: { createdAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  const views = await viewSubscriptions(reader, rows);
  const owner = await readOwners(
    reader,
    rows.map((row) => row.userId),
  );
  const items = rows.map((row, index) => ({ ...required(views[index]), user: owner(row.userId) }));
  return { items, page, limit, total };
}
