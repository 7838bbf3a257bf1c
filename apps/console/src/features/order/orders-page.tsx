import { Card, Group, Text } from '@mantine/core';
import { ORDER_STATUSES } from '@minispod/contracts/order';
import { IconReceipt } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { Empty } from '../../ui/empty.js';
import { ButtonLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { QueryView } from '../../ui/query-view.js';
import { RowSkeletons } from '../../ui/row-skeletons.js';
import { StatusFilter } from '../../ui/status-filter.js';
import { OrderRow } from './order-row.js';

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
