import { Group, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { Facts } from '../../ui/facts.js';
import { ButtonLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { Page } from '../../ui/page.js';
import { Panel } from '../../ui/panel.js';
import { QueryView } from '../../ui/query-view.js';
import { SubscriptionState } from '../../ui/state-badge.js';
import { useSituationWords } from '../subscription/subscription-row.js';
import { AdjustForm } from './adjust-form.js';
import { SubscriptionActions } from './subscription-actions.js';
import { UserTransactions } from './user-transactions.js';

const route = getRouteApi('/account/admin/users/$id');

export function UserPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSituationWords();
  const { id } = route.useParams();
  const user = useQuery(trpc.admin.users.get.queryOptions({ id }));
  return (
    <QueryView query={user} skeleton={<Skeleton h={480} radius="lg" />}>
      {(data) => {
        const rows: [string, ReactNode][] = [
          [t('admin.users.balance'), <Money key="balance" amount={data.wallet.creditBalance} />],
          [t('admin.users.held'), <Money key="held" amount={data.wallet.held} />],
          [t('admin.users.roleLabel'), t(`admin.users.role.${data.role}`)],
          [t('admin.users.statusLabel'), t(`admin.users.status.${data.status}`)],
          [t('admin.users.since'), format.date(data.createdAt)],
        ];
        if (data.phone) rows.push([t('admin.users.phone'), data.phone]);
        return (
          <Page
            title={data.name}
            text={data.email}
            above={[{ label: t('admin.nav.users'), to: '/admin/users' }]}
          >
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
              <Panel
                title={t('admin.users.account')}
                action={
                  <ButtonLink to="/admin/payments" search={{ userId: id }} size="sm" variant="default">
                    {t('admin.nav.payments')}
                  </ButtonLink>
                }
              >
                <Facts rows={rows} />
              </Panel>
              <AdjustForm userId={id} />
            </SimpleGrid>
            <UserTransactions transactions={data.transactions} />
            <Panel title={t('admin.users.subscriptions')}>
              {data.subscriptions.length === 0 && <Text c="dimmed">{t('admin.users.noSubscriptions')}</Text>}
              <ul className="rows">
                {data.subscriptions.map((subscription) => (
                  <Group component="li" key={subscription.id} justify="space-between" py="sm">
                    <Stack gap={2} style={{ flex: '1 1 260px' }}>
                      <Text fw={600}>
                        {subscription.service.name} {subscription.plan.name}
                      </Text>
                      <Text size="sm" c="dimmed">
                        {words(subscription)}
                      </Text>
                    </Stack>
                    <Group gap="sm">
                      <SubscriptionState subscription={subscription} />
                      <SubscriptionActions subscription={subscription} customer={data.name} />
                    </Group>
                  </Group>
                ))}
              </ul>
            </Panel>
          </Page>
        );
      }}
    </QueryView>
  );
}
