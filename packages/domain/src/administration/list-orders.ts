import type { AdminOrderListInput, AdminOrderListView } from '@minispod/contracts/administration';
import { Order } from '@minispod/database/entities/order.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { viewOrders } from '../order/list-orders.js';
import { required } from '../rows.js';
import { readOwners } from './owners.js';

/** Everybody's orders, newest first. */
export async function listAllOrders(
  reader: Reader,
  { page, limit, userId, status }: z.infer<typeof AdminOrderListInput>,
): Promise<z.infer<typeof AdminOrderListView>> {
  const where = { ...(userId && { userId }), ...(status && { status }) };
  const total = await reader.count(Order, { where });
  const rows = await reader.find(Order, {
    where,
    order: { createdAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  const views = await viewOrders(reader, rows);
  const owner = await readOwners(
    reader,
    rows.map((row) => row.userId),
  );
  const items = rows.map((row, index) => ({ ...required(views[index]), user: owner(row.userId) }));
  return { items, page, limit, total };
}
