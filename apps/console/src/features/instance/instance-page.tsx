import { Alert, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { AppLogo } from '../../ui/app-logo.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { InstanceState, StateBadge } from '../../ui/state-badge.js';
import { AwaitingPayment, useAwaitedPayment } from '../subscription/awaiting-payment.js';
import { DueNotices } from '../subscription/due-notices.js';
import { AddressPanel } from './address-panel.js';
import { FailurePanel } from './failure-panel.js';
import { InstanceNotices } from './instance-notices.js';
import { InstanceTabs } from './instance-tabs.js';
import { OperationPanel } from './operation-panel.js';
import { isStarting } from './phase.js';
import { Power } from './power.js';
import { ProgressPanel } from './progress-panel.js';

/** Where announcements do not get through, the page still follows. */
const POLL_MS = 5_000;
/** How it is and what it uses is measured about so often. */
const READING_MS = 30_000;
const route = getRouteApi('/account/instances/$id');

export function InstancePage() {
  const { id } = route.useParams();
  const instance = useQuery({
    ...trpc.instances.get.queryOptions({ id }),
    refetchInterval: ({ state: { data } }) =>
      data && (isStarting(data.status) || data.operation) ? POLL_MS : READING_MS,
  });
  return (
    <QueryView query={instance} skeleton={<InstanceSkeleton />}>
      {(data) => <Instance instance={data} />}
    </QueryView>
  );
}

function Instance({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const { tab = 'overview' } = route.useSearch();
  const { status, deletionDueAt } = instance;
  const isAwaited = useAwaitedPayment(instance.subscriptionId) !== undefined;
  return (
    <Page
      title={instance.name}
      text={`${instance.service.name} ${instance.planName} · ${instance.version}`}
      lead={<AppLogo icon={instance.service.icon} name={instance.service.name} size={56} />}
      above={[{ label: t('instance.title'), to: '/instances' }]}
      actions={
        <>
          <span role="status">
            {isAwaited ? (
              <StateBadge tone="attention" word={t('states.subscription.PENDING_PAYMENT')} size="lg" />
            ) : (
              <InstanceState instance={instance} size="lg" />
            )}
          </span>
          <Power key={status} instance={instance} />
        </>
      }
    >
      <DueNotices subscriptionId={instance.subscriptionId} />
      {status === 'RUNNING' && <AddressPanel instance={instance} />}
      <InstanceNotices instance={instance} />
      <OperationPanel instance={instance} />
      <AwaitingPayment subscriptionId={instance.subscriptionId} />
      {isStarting(status) && !isAwaited && <ProgressPanel instance={instance} />}
      {status === 'ERROR' && <FailurePanel instance={instance} />}
      <JustStarted instance={instance} />
      {deletionDueAt === null && instance.lockedReason === null && <Explanation instance={instance} />}
      <InstanceTabs instance={instance} current={tab} />
    </Page>
  );
}

/** Said once, to whoever watched it start. */
function JustStarted({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const [wasStarting, setWasStarting] = useState(false);
  if (isStarting(instance.status) && !wasStarting) setWasStarting(true);
  if (!wasStarting || instance.status !== 'RUNNING') return null;
  return (
    <Alert color="green" icon={<IconCircleCheck aria-hidden />}>
      {t('instance.readyTitle', { name: instance.name })}
    </Alert>
  );
}

const EXPLAINED = {
  SUSPENDED: 'instance.suspendedText',
  STOPPED: 'instance.stoppedText',
  TERMINATED: 'instance.terminatedText',
  MAINTENANCE: 'instance.maintenanceText',
} as const;

function Explanation({ instance: { status, timeline } }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  if (!(status in EXPLAINED)) return null;
  // Nothing was in the cluster of an order that nobody paid.
  if (status === 'TERMINATED' && !timeline.some(({ to }) => to === 'PROVISIONING'))
    return <Text>{t('instance.neverStartedText')}</Text>;
  return <Text>{t(EXPLAINED[status as keyof typeof EXPLAINED])}</Text>;
}

function InstanceSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton h={64} w="50%" />
      <Skeleton h={180} radius="lg" />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Skeleton h={240} radius="lg" />
        <Skeleton h={240} radius="lg" />
      </SimpleGrid>
    </Stack>
  );
}
