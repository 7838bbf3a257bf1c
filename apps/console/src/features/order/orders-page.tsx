import { Card, Group, Text } from '@mantine/core';
import { ORDER_STATUSES, type OrderView } from '@minispod/contracts/order';
import { IconReceipt } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { Empty } from '../../ui/empty.js';
import { ButtonLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { QueryView } from '../../ui/query-view.js';
import { RowSkeletons } from '../../ui/row-skeletons.js';
import { OrderState } from '../../ui/state-badge.js';
import { StatusFilter } from '../../ui/status-filter.js';

const route = getRouteApi('/account/orders');

export function OrdersPage() {
  const { t } = useTranslation();
  const { status, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const orders = useQuery({
    ...trpc.orders.list.queryOptions({ status, page, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  const isNew = orders.data?.total === 0 && !status;
  return (
    <Page title={t('order.title')} text={t('order.text')}>
      {isNew ? (
        <Empty icon={IconReceipt} title={t('order.emptyTitle')} text={t('order.emptyText')}>
          <ButtonLink to="/catalog">{t('home.emptyAction')}</ButtonLink>
        </Empty>
      ) : (
        <Card>
          <Group mb="sm">
            <StatusFilter
              label={t('order.filter')}
              value={status}
              options={ORDER_STATUSES}
              word={(option) => t(`states.order.${option}`)}
              onChange={(next) => navigate({ search: { status: next } })}
            />
          </Group>
          <QueryView query={orders} skeleton={<RowSkeletons />}>
            {(list) => (
              <>
                {list.items.length === 0 && <Text c="dimmed">{t('wallet.historyFiltered')}</Text>}
                <ul className="rows">
                  {list.items.map((order) => (
                    <li key={order.id}>
                      <OrderRow order={order} />
                    </li>
                  ))}
                </ul>
                <Pager list={list} onPage={(next) => navigate({ search: { status, page: next } })} />
              </>
            )}
          </QueryView>
        </Card>
      )}
    </Page>
  );
}

function OrderRow({ order }: { order: OrderView }) {
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
