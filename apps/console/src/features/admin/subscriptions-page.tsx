import { Button, Group, Stack, Text } from '@mantine/core';
import { SUBSCRIPTION_STATUSES } from '@minispod/contracts/subscription';
import { IconPlayerPlay } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { AnchorLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { PagedRows } from '../../ui/paged-rows.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { SubscriptionState } from '../../ui/state-badge.js';
import { StatusFilter } from '../../ui/status-filter.js';
import { useSituationWords } from '../subscription/subscription-row.js';
import { SubscriptionActions } from './subscription-actions.js';

const route = getRouteApi('/account/admin/subscriptions');

export function SubscriptionsPage() {
  const { t } = useTranslation();
  const words = useSituationWords();
  const { status, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const subscriptions = useQuery({
    ...trpc.admin.subscriptions.list.queryOptions({ status, page, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  const run = useMutation(
    trpc.admin.billing.run.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() }),
    }),
  );
  return (
    <Page
      title={t('admin.nav.subscriptions')}
      text={t('admin.subscriptions.text')}
      actions={
        <Button
          variant="default"
          loading={run.isPending}
          onClick={() => run.mutate({})}
          leftSection={<IconPlayerPlay size={18} aria-hidden />}
        >
          {t('admin.billing.run')}
        </Button>
      }
    >
      <div role="status">
        {run.data &&
          t('admin.billing.done', {
            billed: run.data.billed,
            warned: run.data.warned,
            lapsed: run.data.offersLapsed,
          })}
      </div>
      {run.error && <ProblemPanel error={run.error} />}
      <PagedRows
        query={subscriptions}
        keyOf={(subscription) => subscription.id}
        row={(subscription) => (
          <Group justify="space-between" py="sm">
            <Stack gap={2} style={{ flex: '1 1 280px', minWidth: 0 }}>
              <Text fw={600}>
                {subscription.service.name} {subscription.plan.name} ·{' '}
                <AnchorLink
                  to="/admin/users/$id"
                  params={{ id: subscription.user.id }}
                  inherit
                  underline="always"
                >
                  {subscription.user.name}
                </AnchorLink>
              </Text>
              <Text size="sm" c="dimmed">
                {words(subscription)}
              </Text>
            </Stack>
            <Group gap="sm">
              <SubscriptionState subscription={subscription} />
              <SubscriptionActions subscription={subscription} customer={subscription.user.name} />
            </Group>
          </Group>
        )}
        onPage={(next) => navigate({ search: { status, page: next } })}
        skeletonRows={6}
        isFiltered
        filters={
          <StatusFilter
            label={t('subscription.filter')}
            value={status}
            options={SUBSCRIPTION_STATUSES}
            word={(option) => t(`states.subscription.${option}`)}
            onChange={(next) => navigate({ search: { status: next } })}
          />
        }
        nothingFound={t('admin.subscriptions.none')}
        empty={null}
      />
    </Page>
  );
}
