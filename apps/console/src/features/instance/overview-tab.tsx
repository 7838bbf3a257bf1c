import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { Panel } from '../../ui/panel.js';
import { Timeline } from '../../ui/timeline.js';
import { AnotherInstance } from './another-instance.js';
import { DangerPanel } from './danger-panel.js';
import { InstanceFacts } from './instance-facts.js';
import { NamePanel } from './name-panel.js';
import { isStarting } from './phase.js';
import { StepList } from './step-list.js';
import { UsagePanel } from './usage/usage-panel.js';

/** How it does, what it has, and at the bottom what wants care. */
export function OverviewTab({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const { status, steps, timeline, firstRun, deletionDueAt } = instance;
  const hasEnded = status === 'TERMINATED' || (status === 'ERROR' && instance.refunded !== null);
  const isSettled = !hasEnded && !isStarting(status) && deletionDueAt === null;
  return (
    <Stack gap="lg">
      {!hasEnded && deletionDueAt === null && <UsagePanel instance={instance} />}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <Stack gap="lg">
          {status === 'RUNNING' && (
            <Panel title={t('instance.firstRun')}>
              <Text>{firstRun[locale]}</Text>
            </Panel>
          )}
          <InstanceFacts instance={instance} />
          {isSettled && instance.instancesOfPlan.maximum > 1 && <AnotherInstance instance={instance} />}
        </Stack>
        <Stack gap="lg">
          <Panel title={t('instance.timeline')}>
            <Timeline entries={timeline.map((entry) => ({ ...entry, subject: 'instance' }))} />
          </Panel>
          {!isStarting(status) && steps.length > 0 && (
            <Panel title={t('instance.stepsTitle')}>
              <StepList steps={steps} />
            </Panel>
          )}
          {isSettled && <NamePanel key={instance.name} instance={instance} />}
        </Stack>
      </SimpleGrid>
      {!hasEnded && deletionDueAt === null && !isStarting(status) && <DangerPanel instance={instance} />}
    </Stack>
  );
}
