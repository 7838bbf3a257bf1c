import { ORDER_STATUSES } from '@minispod/contracts/order';
import { IconReceipt } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { Empty } from '../../ui/empty.js';
import { ButtonLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { PagedRows } from '../../ui/paged-rows.js';
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
  return (
    <Page title={t('order.title')} text={t('order.text')}>
      <PagedRows
        query={orders}
        keyOf={(order) => order.id}
        row={(order) => <OrderRow order={order} />}
        onPage={(next) => navigate({ search: { status, page: next } })}
        isFiltered={status !== undefined}
        filters={
          <StatusFilter
            label={t('order.filter')}
            value={status}
            options={ORDER_STATUSES}
            word={(option) => t(`states.order.${option}`)}
            onChange={(next) => navigate({ search: { status: next } })}
          />
        }
        nothingFound={t('wallet.historyFiltered')}
        empty={
          <Empty icon={IconReceipt} title={t('order.emptyTitle')} text={t('order.emptyText')}>
            <ButtonLink to="/catalog">{t('home.emptyAction')}</ButtonLink>
          </Empty>
        }
      />
    </Page>
  );
}
