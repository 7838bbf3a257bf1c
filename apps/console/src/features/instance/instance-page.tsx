import { Alert, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { AppLogo } from '../../ui/app-logo.js';
import { Page } from '../../ui/page.js';
import { Panel } from '../../ui/panel.js';
import { QueryView } from '../../ui/query-view.js';
import { InstanceState } from '../../ui/state-badge.js';
import { Timeline } from '../../ui/timeline.js';
import { DueNotices } from '../subscription/due-notices.js';
import { AddressPanel } from './address-panel.js';
import { FailurePanel } from './failure-panel.js';
import { InstanceFacts } from './instance-facts.js';
import { isStarting } from './phase.js';
import { Power } from './power.js';
import { ProgressPanel } from './progress-panel.js';
import { StepList } from './step-list.js';

/** Where announcements do not get through, the page still follows. */
const POLL_MS = 5_000;
const route = getRouteApi('/account/instances/$id');

export function InstancePage() {
  const { id } = route.useParams();
  const instance = useQuery({
    ...trpc.instances.get.queryOptions({ id }),
    refetchInterval: ({ state }) => (state.data && isStarting(state.data.status) ? POLL_MS : false),
  });
  return (
    <QueryView query={instance} skeleton={<InstanceSkeleton />}>
      {(data) => <Instance instance={data} />}
    </QueryView>
  );
}

function Instance({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const starting = isStarting(instance.status);
  return (
    <Page
      title={instance.name}
      text={`${instance.service.name} ${instance.planName}`}
      lead={<AppLogo icon={instance.service.icon} name={instance.service.name} size={56} />}
      above={[{ label: t('instance.title'), to: '/instances' }]}
      actions={
        <>
          <span role="status">
            <InstanceState status={instance.status} size="lg" />
          </span>
          <Power key={instance.status} instance={instance} />
        </>
      }
    >
      <DueNotices subscriptionId={instance.subscriptionId} />
      {starting && <ProgressPanel instance={instance} />}
      {instance.status === 'ERROR' && <FailurePanel instance={instance} />}
      <JustStarted instance={instance} />
      <Explanation status={instance.status} />
      {instance.status === 'RUNNING' && (
        <>
          <AddressPanel instance={instance} />
          <Panel title={t('instance.firstRun')}>
            <Text>{instance.firstRun[locale]}</Text>
          </Panel>
        </>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <InstanceFacts instance={instance} />
        <Stack gap="lg">
          <Panel title={t('instance.timeline')}>
            <Timeline entries={instance.timeline.map((entry) => ({ ...entry, subject: 'instance' }))} />
          </Panel>
          {!starting && instance.steps.length > 0 && (
            <Panel title={t('instance.stepsTitle')}>
              <StepList steps={instance.steps} />
            </Panel>
          )}
        </Stack>
      </SimpleGrid>
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

function Explanation({ status }: { status: InstanceDetail['status'] }) {
  const { t } = useTranslation();
  if (!(status in EXPLAINED)) return null;
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
