import type { OrderDetail } from '@minispod/contracts/order';
import { Order } from '@minispod/database/entities/order.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Reader } from '@minispod/database/transaction';
import { notFound } from '../errors.js';
import { readTimeline } from '../history/timeline.js';
import { required } from '../rows.js';
import { viewOrders } from './list-orders.js';

/** One order of the user with all that happened to it, its instance and its subscription, in one timeline. */
export async function getOrder(reader: Reader, userId: string, id: string): Promise<OrderDetail> {
  const order = await reader.findOneBy(Order, { id, userId });
  if (!order) throw notFound('Order');
  const [view] = await viewOrders(reader, [order]);
  const instances = await reader.findBy(ServiceInstance, { subscriptionId: order.subscriptionId });
  const subjects = [id, order.subscriptionId, ...instances.map((instance) => instance.id)];
  return { ...required(view), timeline: await readTimeline(reader, subjects) };
}
