import { Alert, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import type { SubscriptionDetail } from '@minispod/contracts/subscription';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPage } from '../../app/lazy-page.js';
import { trpc } from '../../app/trpc.js';
import { AppLogo } from '../../ui/app-logo.js';
import { ButtonLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { Panel } from '../../ui/panel.js';
import { QueryView } from '../../ui/query-view.js';
import { SubscriptionState } from '../../ui/state-badge.js';
import { Timeline } from '../../ui/timeline.js';
import { OrderRow } from '../order/order-row.js';
import { AwaitingPayment } from './awaiting-payment.js';
import { DueNotices } from './due-notices.js';
import { EndPanel } from './end-panel.js';
import { endReasonText } from './end-reason.js';
import { SettingsPanel } from './settings-panel.js';
import { isLive } from './situation.js';
import { SubscriptionFacts } from './subscription-facts.js';
import { useSituationWords } from './subscription-row.js';
import { UpgradeStatus } from './upgrade-status.js';

const ChangePlanSheet = lazyPage(() =>
  import('./change-plan-sheet.js').then((file) => ({ default: file.ChangePlanSheet })),
);
/** Where announcements do not get through, the page still follows an upgrade. */
const POLL_MS = 5_000;
/** What is unused, and with it what comes back, shrinks by the second. */
const UNUSED_MS = 30_000;
const route = getRouteApi('/account/subscriptions/$id');

export function SubscriptionPage() {
  const { id } = route.useParams();
  const subscription = useQuery({
    ...trpc.subscriptions.get.queryOptions({ id }),
    refetchInterval: ({ state }) => (state.data?.status === 'PENDING_UPGRADE' ? POLL_MS : UNUSED_MS),
  });
  return (
    <QueryView query={subscription} skeleton={<SubscriptionSkeleton />}>
      {(data) => <Subscription subscription={data} />}
    </QueryView>
  );
}

function Subscription({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  const { plan: chosen } = route.useSearch();
  const words = useSituationWords();
  const { service, plan, orders, timeline } = subscription;
  const live = isLive(subscription);
  // Until it is paid there is nothing to set, and cancelling its payment ends it.
  const begun = live && subscription.status !== 'PENDING_PAYMENT';
  return (
    <Page
      title={`${service.name} ${plan.name}`}
      text={words(subscription)}
      lead={<AppLogo icon={service.icon} name={service.name} size={56} />}
      above={[{ label: t('subscription.title'), to: '/subscriptions' }]}
      actions={
        <>
          <span role="status">
            <SubscriptionState subscription={subscription} size="lg" />
          </span>
          <OpenService subscription={subscription} />
        </>
      }
    >
      <AwaitingPayment subscriptionId={subscription.id} />
      <DueNotices subscriptionId={subscription.id} />
      {live ? <UpgradeStatus subscription={subscription} /> : <Ended subscription={subscription} />}
      {begun && <SettingsPanel subscription={subscription} />}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <Stack gap="lg">
          <SubscriptionFacts subscription={subscription} />
          <Panel title={t('subscription.orders')}>
            {orders.length === 0 && <Text c="dimmed">{t('subscription.ordersNone')}</Text>}
            <ul className="rows">
              {orders.map((order) => (
                <li key={order.id}>
                  <OrderRow order={order} />
                </li>
              ))}
            </ul>
          </Panel>
        </Stack>
        <Panel title={t('subscription.timeline')}>
          <Timeline entries={timeline.map((entry) => ({ ...entry, subject: 'subscription' }))} />
        </Panel>
      </SimpleGrid>
      {begun && <EndPanel subscription={subscription} />}
      {begun && chosen && (
        <Suspense>
          <ChangePlanSheet subscription={subscription} />
        </Suspense>
      )}
    </Page>
  );
}

function OpenService({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  const instance = subscription.instances.find(({ status }) => status !== 'TERMINATED');
  if (!instance) return null;
  return (
    <ButtonLink to="/instances/$id" params={{ id: instance.id }} variant="default">
      {t('subscription.openService')}
    </ButtonLink>
  );
}

function Ended({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  const { service, plan, endReason, billingCycle } = subscription;
  return (
    <Alert color="gray">
      <Stack gap="md" align="flex-start">
        <Text>{t(`subscription.endReason.${endReasonText(endReason)}`)}</Text>
        <ButtonLink
          to="/catalog/$slug"
          params={{ slug: service.slug }}
          search={{ plan: plan.id, cycle: billingCycle }}
        >
          {t('subscription.again')}
        </ButtonLink>
      </Stack>
    </Alert>
  );
}

function SubscriptionSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton h={64} w="50%" />
      <Skeleton h={220} radius="lg" />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Skeleton h={280} radius="lg" />
        <Skeleton h={280} radius="lg" />
      </SimpleGrid>
    </Stack>
  );
}
