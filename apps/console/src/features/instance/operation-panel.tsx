import { Alert, Group, Loader, Stack, Text, VisuallyHidden } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { type OperationView, PHASES_OF } from '@minispod/contracts/operation';
import { IconAlertTriangle, IconCircle, IconCircleCheck, IconCircleCheckFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat, useNow } from '../../format/use-format.js';
import { Panel } from '../../ui/panel.js';
import { UndoRestore } from './backups/undo-restore.js';
import { isPhase, outcomeOf, phasesShown } from './operation-phases.js';

/** A backup, restore or update under way, and for whoever watched it how it ended. */
export function OperationPanel({ instance }: { instance: InstanceDetail }) {
  const { operation } = instance;
  const [watched, setWatched] = useState<OperationView | null>(null);
  if (operation && operation.phaseAt !== watched?.phaseAt) setWatched(operation);
  if (operation) return <UnderWay operation={operation} />;
  return watched && <Outcome operation={watched} />;
}

function UnderWay({ operation }: { operation: OperationView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(1_000);
  const { id, instanceId, kind, status, phase, phaseAt, createdAt, deadlineAt } = operation;
  // Whether the app is away for the copy is the template's affair; the list of backups knows.
  const { data: backups } = useQuery(trpc.instances.backups.queryOptions({ id: instanceId, limit: 1 }));
  const phases = phasesShown(kind, phase, backups?.isHot ?? false);
  const elapsed = (since: string) => format.duration(now - Date.parse(since));
  const meanwhile =
    kind === 'DRILL'
      ? 'drill'
      : phase === 'rollback'
        ? 'rollback'
        : kind === 'BACKUP' && backups?.isHot
          ? 'runs'
          : 'away';
  const current = isPhase(phase) ? t(`operation.phase.${phase}`) : phase;
  return (
    <Panel title={t(`operation.title.${kind}`)}>
      <Stack gap="md" key={id}>
        <Text className="figures">{t('instance.elapsed', { duration: elapsed(createdAt) })}</Text>
        {status === 'PENDING' ? (
          <Text>{t('operation.pending')}</Text>
        ) : (
          <ol style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 10 }}>
            {phases.map((each) => {
              const state = stateOf(each, phase, PHASES_OF[kind]);
              return (
                <Group component="li" key={each} wrap="nowrap" gap="sm">
                  <PhaseMark state={state} />
                  <Text
                    style={{ flex: 1 }}
                    c={state === 'WAITING' ? 'dimmed' : undefined}
                    fw={state === 'RUNNING' ? 600 : 400}
                  >
                    {t(`operation.phase.${each}`)}
                    <VisuallyHidden>, {t(`instance.stepState.${state}`)}</VisuallyHidden>
                  </Text>
                  {state === 'RUNNING' && (
                    <Text size="sm" c="dimmed" className="figures">
                      {elapsed(phaseAt)}
                    </Text>
                  )}
                </Group>
              );
            })}
          </ol>
        )}
        <Text fw={600}>{t(`operation.meanwhile.${meanwhile}`)}</Text>
        <Text size="sm" c="dimmed">
          {deadlineAt && kind !== 'BACKUP' && kind !== 'DRILL'
            ? `${t('operation.deadline', { time: format.clock(deadlineAt) })} `
            : ''}
          {t('operation.mayClose')}
        </Text>
        <VisuallyHidden aria-live="polite">{t('instance.announceStep', { step: current })}</VisuallyHidden>
      </Stack>
    </Panel>
  );
}

function stateOf(phase: string, current: string, order: readonly string[]): 'DONE' | 'RUNNING' | 'WAITING' {
  if (phase === current) return 'RUNNING';
  return order.indexOf(phase) < order.indexOf(current) ? 'DONE' : 'WAITING';
}

function PhaseMark({ state }: { state: 'DONE' | 'RUNNING' | 'WAITING' }) {
  switch (state) {
    case 'DONE':
      return <IconCircleCheckFilled size={22} color="var(--mantine-color-green-6)" aria-hidden />;
    case 'RUNNING':
      return <Loader size={20} color="blue" mx={1} aria-hidden />;
    case 'WAITING':
      return <IconCircle size={22} color="var(--mantine-color-dimmed)" opacity={0.5} aria-hidden />;
  }
}

/** The instance only says that nothing is under way any more; what came of it stands in its activity. */
function Outcome({ operation }: { operation: OperationView }) {
  const { t } = useTranslation();
  const events = useQuery(trpc.instances.events.queryOptions({ id: operation.instanceId, limit: 20 }));
  const outcome = events.data && outcomeOf(operation, events.data.items);
  if (!outcome) return null;
  const Icon = outcome.isGood ? IconCircleCheck : IconAlertTriangle;
  return (
    <Alert color={outcome.isGood ? 'green' : 'amber'} icon={<Icon aria-hidden />} role="status">
      <Stack gap="sm" align="flex-start">
        <span>{t(`operation.done.${outcome.kind}`)}</span>
        {outcome.kind === 'RESTORED' && (
          <>
            <UndoRestore instanceId={operation.instanceId} />
            <Text size="sm">{t('operation.undoText')}</Text>
          </>
        )}
      </Stack>
    </Alert>
  );
}
