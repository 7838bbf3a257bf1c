import type { OrderDetail } from '@minispod/contracts/order';
import { Order } from '@minispod/database/entities/order.entity';
import { Payment } from '@minispod/database/entities/payment.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Reader } from '@minispod/database/transaction';
import { notFound } from '../errors.js';
import { readTimeline } from '../history/timeline.js';
import { getTopUp } from '../payment/get-top-up.js';
import { required } from '../rows.js';
import { viewOrders } from './list-orders.js';

/** One order of the user with all that happened to it, its payments, its instance and its subscription, in one timeline. */
export async function getOrder(reader: Reader, userId: string, id: string): Promise<OrderDetail> {
  const order = await reader.findOneBy(Order, { id, userId });
  if (!order) throw notFound('Order');
  const [view] = await viewOrders(reader, [order]);
  const instances = await reader.findBy(ServiceInstance, { subscriptionId: order.subscriptionId });
  const payments = await reader.find(Payment, {
    select: { id: true, transactionId: true },
    where: { orderId: id },
    order: { createdAt: 'DESC', id: 'DESC' },
  });
  const subjects = [id, order.subscriptionId, ...[...instances, ...payments].map((row) => row.id)];
  return {
    ...required(view),
    payment: payments[0] ? await getTopUp(reader, userId, payments[0].transactionId) : null,
    timeline: await readTimeline(reader, subjects),
  };
}
