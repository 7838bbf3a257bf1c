import type { OrderListInput, OrderView } from '@minispod/contracts/order';
import type { List } from '@minispod/contracts/shared';
import { Order } from '@minispod/database/entities/order.entity';
import { OrderItem } from '@minispod/database/entities/order-item.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import type { z } from 'zod';
import { groupBy } from '../rows.js';
import { toOrderView } from './views.js';

/** The user's orders, newest first. */
export async function listOrders(
  reader: Reader,
  userId: string,
  { page, limit, status }: z.infer<typeof OrderListInput>,
): Promise<List<OrderView>> {
  const where = { userId, ...(status && { status }) };
  const total = await reader.count(Order, { where });
  const orders = await reader.find(Order, {
    where,
    order: { createdAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  return { items: await viewOrders(reader, orders), page, limit, total };
}

/** Views of these orders with their items: one query however many they are. */
export async function viewOrders(reader: Reader, orders: Order[]): Promise<OrderView[]> {
  const items = groupBy(
    await reader.findBy(OrderItem, { orderId: In(orders.map((order) => order.id)) }),
    (item) => item.orderId,
  );
  return orders.map((order) => toOrderView(order, items.get(order.id) ?? []));
}
