import '@mantine/core/styles/Progress.css';
import { Group, Progress, Stack, Text, VisuallyHidden } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { useTranslation } from 'react-i18next';
import { useFormat, useNow } from '../../format/use-format.js';
import { Panel } from '../../ui/panel.js';
import { StepList } from './step-list.js';
import { stepWord } from './step-word.js';

/** Beyond twice the usual time a wait is unusual, and saying so is kinder than a bar that stands still. */
const PATIENCE = 2;

export function ProgressPanel({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(1_000);
  const { steps, typicalStartSeconds, deadlineAt } = instance;
  const startedAt = steps.find((step) => step.startedAt)?.startedAt ?? instance.createdAt;
  const elapsed = now - Date.parse(startedAt);
  const done = steps.filter((step) => step.status === 'DONE').length;
  const current = steps.find((step) => step.status === 'RUNNING');
  return (
    <Panel title={t('instance.progressTitle')}>
      <Stack gap="md">
        <Group justify="space-between" gap="xs">
          <Text className="figures">{t('instance.elapsed', { duration: format.duration(elapsed) })}</Text>
          <Text c="dimmed" className="figures">
            {t('instance.estimate', { duration: format.duration(typicalStartSeconds * 1000) })}
          </Text>
        </Group>
        <Progress
          value={steps.length === 0 ? 0 : (done / steps.length) * 100}
          aria-label={t('instance.progressTitle')}
          size="sm"
          radius="xl"
          color="blue"
        />
        <StepList steps={steps} now={now} />
        {deadlineAt && elapsed > typicalStartSeconds * 1000 * PATIENCE && (
          <Text size="sm" c="var(--warn)">
            {t('instance.overdue', { time: format.clock(deadlineAt) })}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {t('instance.progressText')}
        </Text>
        <VisuallyHidden aria-live="polite">
          {current && t('instance.announceStep', { step: stepWord(current.name, t) })}
        </VisuallyHidden>
      </Stack>
    </Panel>
  );
}
