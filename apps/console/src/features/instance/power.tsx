import { Button, Group, Stack } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { askAgain } from './ask-again.js';
import { Refused } from './refused.js';

/**
 * Start or stop, whichever it is not, and restart. The page makes it anew for each status, so “Stopping …” ends with the
 * stop. While something else is under way none of them is offered.
 */
export function Power({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const options = { onSettled: askAgain };
  const start = useMutation(trpc.instances.start.mutationOptions(options));
  const stop = useMutation(trpc.instances.stop.mutationOptions(options));
  const { id, status, operation, deletionDueAt } = instance;
  if ((status !== 'RUNNING' && status !== 'STOPPED') || deletionDueAt !== null) return null;
  const isRunning = status === 'RUNNING';
  const power = isRunning ? stop : start;
  const Icon = isRunning ? IconPlayerStop : IconPlayerPlay;
  const isBusy = operation !== null;
  const busyHint = operation
    ? t('service.busy', { operation: t(`operation.kind.${operation.kind}`) })
    : undefined;
  return (
    <Stack gap="xs" align="flex-start">
      <Group gap="sm">
        {isRunning && <Restart instance={instance} busyHint={busyHint} />}
        <Button
          variant={isRunning ? 'default' : 'filled'}
          disabled={isBusy || power.isPending || power.isSuccess}
          onClick={() => power.mutate({ id })}
          leftSection={<Icon size={18} aria-hidden />}
          title={busyHint ?? (isRunning ? t('instance.stopHint') : undefined)}
        >
          <span aria-live="polite">
            {power.isPending || power.isSuccess
              ? t(isRunning ? 'instance.stopping' : 'instance.starting')
              : t(isRunning ? 'instance.stop' : 'instance.start')}
          </span>
        </Button>
      </Group>
      {power.error && <Refused error={power.error} />}
    </Stack>
  );
}

function Restart({ instance, busyHint }: { instance: InstanceDetail; busyHint: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const restart = useMutation(trpc.instances.restart.mutationOptions({ onSettled: askAgain }));
  const duration = format.duration(instance.typicalStartSeconds * 1000);
  return (
    <>
      <Button
        variant="default"
        disabled={busyHint !== undefined || restart.isPending}
        onClick={() => restart.mutate({ id: instance.id })}
        leftSection={<IconRefresh size={18} aria-hidden />}
        title={busyHint ?? t('service.restartHint', { duration })}
      >
        <span aria-live="polite">{t(restart.isPending ? 'service.restarting' : 'service.restart')}</span>
      </Button>
      {restart.error && <Refused error={restart.error} />}
    </>
  );
}
