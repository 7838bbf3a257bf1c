import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { PlanView } from '@minispod/contracts/catalog';
import { IconClockHour4, IconHandStop, IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { ProblemPanel } from '../../ui/problem-panel.js';

function askAgain(): void {
  queryClient.invalidateQueries({ queryKey: trpc.waitlist.pathKey() });
  queryClient.invalidateQueries({ queryKey: trpc.subscriptions.quote.queryKey() });
  queryClient.invalidateQueries({ queryKey: trpc.catalog.service.queryKey() });
}

function useLine(planId: string) {
  const entry = useQuery(trpc.waitlist.get.queryOptions({ planId })).data?.entry ?? null;
  const join = useMutation(trpc.waitlist.join.mutationOptions({ onSettled: askAgain }));
  const leave = useMutation(trpc.waitlist.leave.mutationOptions({ onSettled: askAgain }));
  return { entry, join, leave };
}

interface WaitlistProps {
  plan: PlanView;
  /** Absent: the other plans stand beside it. */
  onOtherPlans?: () => void;
}

/** For a full plan: join the line, or see where one stands in it. */
export function Waitlist({ plan, onOtherPlans }: WaitlistProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { entry, join, leave } = useLine(plan.id);
  return (
    <Alert
      role="status"
      color={entry ? 'blue' : 'amber'}
      icon={entry ? <IconUsers aria-hidden /> : <IconHandStop aria-hidden />}
      title={
        entry
          ? t('waitlist.waitingTitle', { position: entry.position })
          : t('waitlist.title', { plan: plan.name })
      }
    >
      <Stack gap="md" align="flex-start">
        <Text size="sm">
          {entry ? t('waitlist.waitingText', { date: format.date(entry.joinedAt) }) : t('waitlist.text')}
        </Text>
        {(join.error ?? leave.error) && <ProblemPanel error={join.error ?? leave.error} />}
        <Group gap="sm">
          {entry ? (
            <Button
              variant="default"
              loading={leave.isPending}
              onClick={() => leave.mutate({ planId: plan.id })}
            >
              {t('waitlist.leave')}
            </Button>
          ) : (
            <Button loading={join.isPending} onClick={() => join.mutate({ planId: plan.id })}>
              {t('waitlist.join')}
            </Button>
          )}
          {onOtherPlans && (
            <Button variant="subtle" onClick={onOtherPlans}>
              {t('waitlist.otherPlans')}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

/** Says until when a place is kept; nothing when none is. */
export function KeptPlace({ plan }: { plan: PlanView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { entry, leave } = useLine(plan.id);
  if (!entry?.offeredUntil) return null;
  return (
    <Alert
      role="status"
      color="green"
      icon={<IconClockHour4 aria-hidden />}
      title={t('waitlist.keptTitle', { plan: plan.name, time: format.dateTime(entry.offeredUntil) })}
    >
      <Stack gap="md" align="flex-start">
        <Text size="sm">{t('waitlist.keptText')}</Text>
        {leave.error && <ProblemPanel error={leave.error} />}
        <Button
          size="sm"
          variant="default"
          loading={leave.isPending}
          onClick={() => leave.mutate({ planId: plan.id })}
        >
          {t('waitlist.leaveKept')}
        </Button>
      </Stack>
    </Alert>
  );
}
