import { SUBSCRIPTION_STATUSES } from '@minispod/contracts/subscription';
import { IconRefresh } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { Empty } from '../../ui/empty.js';
import { ButtonLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { PagedRows } from '../../ui/paged-rows.js';
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
  return (
    <Page title={t('subscription.title')} text={t('subscription.text')}>
      <DueNotices />
      <PagedRows
        query={subscriptions}
        keyOf={(subscription) => subscription.id}
        row={(subscription) => <SubscriptionRow subscription={subscription} />}
        onPage={(next) => navigate({ search: { status, page: next } })}
        isFiltered={status !== undefined}
        filters={
          <StatusFilter
            label={t('subscription.filter')}
            value={status}
            options={SUBSCRIPTION_STATUSES}
            word={(option) => t(`states.subscription.${option}`)}
            onChange={(next) => navigate({ search: { status: next } })}
          />
        }
        nothingFound={t('subscription.emptyFiltered')}
        empty={
          <Empty icon={IconRefresh} title={t('subscription.emptyTitle')} text={t('subscription.emptyText')}>
            <ButtonLink to="/catalog">{t('home.emptyAction')}</ButtonLink>
          </Empty>
        }
      />
      <PaymentOrder />
    </Page>
  );
}
