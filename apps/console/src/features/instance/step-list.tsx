import { Group, Loader, Text, VisuallyHidden } from '@mantine/core';
import type { StepView } from '@minispod/contracts/instance';
import { IconCircle, IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { stepWord } from './step-word.js';

interface StepListProps {
  steps: StepView[];
  /** Milliseconds; given while it is still going on, so that the running step counts along. */
  now?: number;
}

export function StepList({ steps, now }: StepListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ol style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 10 }}>
      {steps.map((step) => {
        const until = step.finishedAt ? Date.parse(step.finishedAt) : now;
        return (
          <Group component="li" key={step.name} wrap="nowrap" gap="sm">
            <StepMark status={step.status} />
            <Text
              style={{ flex: 1 }}
              c={step.status === 'WAITING' ? 'dimmed' : undefined}
              fw={step.status === 'RUNNING' ? 600 : 400}
            >
              {stepWord(step.name, t)}
              <VisuallyHidden>, {t(`instance.stepState.${step.status}`)}</VisuallyHidden>
            </Text>
            {step.startedAt && until !== undefined && (
              <Text size="sm" c="dimmed" className="figures">
                {format.duration(until - Date.parse(step.startedAt))}
              </Text>
            )}
          </Group>
        );
      })}
    </ol>
  );
}

function StepMark({ status }: { status: StepView['status'] }) {
  switch (status) {
    case 'DONE':
      return <IconCircleCheckFilled size={22} color="var(--mantine-color-green-6)" aria-hidden />;
    case 'FAILED':
      return <IconCircleXFilled size={22} color="var(--mantine-color-error)" aria-hidden />;
    case 'RUNNING':
      return <Loader size={20} color="blue" mx={1} aria-hidden />;
    default:
      return <IconCircle size={22} color="var(--mantine-color-dimmed)" opacity={0.5} aria-hidden />;
  }
}
