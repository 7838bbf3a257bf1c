import { Alert, Button, Stack, Text } from '@mantine/core';
import type { InstanceDetail, InstanceStatus } from '@minispod/contracts/instance';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { detailsOf, problemOf } from '../../app/problem.js';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { powerRefusal } from './power-refusal.js';

/** Start or stop, whichever it is not. The page makes it anew for each status, so “Stopping …” ends with the stop. */
export function Power({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const options = {
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.instances.pathKey() }),
  };
  const start = useMutation(trpc.instances.start.mutationOptions(options));
  const stop = useMutation(trpc.instances.stop.mutationOptions(options));
  const { id, status } = instance;
  if (status !== 'RUNNING' && status !== 'STOPPED') return null;
  const isRunning = status === 'RUNNING';
  const power = isRunning ? stop : start;
  const Icon = isRunning ? IconPlayerStop : IconPlayerPlay;
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant={isRunning ? 'default' : 'filled'}
        disabled={power.isPending || power.isSuccess}
        onClick={() => power.mutate({ id })}
        leftSection={<Icon size={18} aria-hidden />}
        title={isRunning ? t('instance.stopHint') : undefined}
      >
        <span aria-live="polite">
          {power.isPending || power.isSuccess
            ? t(isRunning ? 'instance.stopping' : 'instance.starting')
            : t(isRunning ? 'instance.stop' : 'instance.start')}
        </span>
      </Button>
      {power.error && <Refused error={power.error} />}
    </Stack>
  );
}

function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const details = detailsOf(problemOf(error), 'CONFLICT');
  if (!details) return <ProblemPanel error={error} />;
  return (
    <Alert color="amber" role="alert" maw={420}>
      <Text size="sm">{t(`instance.refused.${powerRefusal(details.status as InstanceStatus)}`)}</Text>
    </Alert>
  );
}
