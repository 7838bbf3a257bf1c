import type { OrderView } from '@minispod/contracts/order';
import type { Order } from '@minispod/database/entities/order.entity';
import type { OrderItem } from '@minispod/database/entities/order-item.entity';

export function toOrderView(order: Order, items: OrderItem[]): OrderView {
  return {
    id: order.id,
    kind: order.kind,
    status: order.status,
    subscriptionId: order.subscriptionId,
    serviceName: order.serviceName,
    planName: order.planName,
    subtotal: order.subtotal,
    discount: order.discount,
    total: order.total,
    items: items
      .toSorted((a, b) => a.position - b.position)
      .map(({ description, quantity, unitPrice, amount }) => ({ description, quantity, unitPrice, amount })),
    payBy: order.status === 'PENDING_PAYMENT' && order.payBy ? order.payBy.toISOString() : null,
    createdAt: order.createdAt.toISOString(),
  };
}
