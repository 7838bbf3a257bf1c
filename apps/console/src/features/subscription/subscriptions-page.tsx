import { Card, Group, Text } from '@mantine/core';
import { SUBSCRIPTION_STATUSES } from '@minispod/contracts/subscription';
import { IconRefresh } from '@tabler/icons-react';
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
import { DueNotices } from './due-notices.js';
import { PaymentOrder } from './payment-order.js';
import { SubscriptionRow } from './subscription-row.js';

const route = getRouteApi('/account/subscriptions');

export function SubscriptionsPage() {
  const { t } = useTranslation();
  const { status, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const subscriptions = useQuery({
    ...trpc.subscriptions.list.queryOptions({ status, page, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  const isNew = subscriptions.data?.total === 0 && !status;
  return (
    <Page title={t('subscription.title')} text={t('subscription.text')}>
      <DueNotices />
      {isNew ? (
        <Empty icon={IconRefresh} title={t('subscription.emptyTitle')} text={t('subscription.emptyText')}>
          <ButtonLink to="/catalog">{t('home.emptyAction')}</ButtonLink>
        </Empty>
      ) : (
        <Card>
          <Group mb="sm">
            <StatusFilter
              label={t('subscription.filter')}
              value={status}
              options={SUBSCRIPTION_STATUSES}
              word={(option) => t(`states.subscription.${option}`)}
              onChange={(next) => navigate({ search: { status: next } })}
            />
          </Group>
          <QueryView query={subscriptions} skeleton={<RowSkeletons />}>
            {(list) => (
              <>
                {list.items.length === 0 && <Text c="dimmed">{t('subscription.emptyFiltered')}</Text>}
                <ul className="rows">
                  {list.items.map((subscription) => (
                    <li key={subscription.id}>
                      <SubscriptionRow subscription={subscription} />
                    </li>
                  ))}
                </ul>
                <Pager list={list} onPage={(next) => navigate({ search: { status, page: next } })} />
              </>
            )}
          </QueryView>
        </Card>
      )}
      <PaymentOrder />
    </Page>
  );
}
