import { Group, Text } from '@mantine/core';
import type { OrderView } from '@minispod/contracts/order';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { Money } from '../../ui/money.js';
import { OrderState } from '../../ui/state-badge.js';

export function OrderRow({ order }: { order: OrderView }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Link to="/orders/$id" params={{ id: order.id }} className="row-link">
      <Group justify="space-between" gap="xs">
        <div style={{ minWidth: 0, flex: '1 1 200px' }}>
          <Text fw={600} truncate>
            {order.serviceName} {order.planName}
          </Text>
          <Text size="sm" c="dimmed">
            {t(`order.kind.${order.kind}`)} · {format.dateTime(order.createdAt)}
          </Text>
        </div>
        <Group gap="md" wrap="nowrap">
          <OrderState status={order.status} />
          <Text fw={600} miw={88} ta="right">
            <Money amount={order.total} />
          </Text>
        </Group>
      </Group>
    </Link>
  );
}
