import { Alert, Button, Card, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../app/problem.js';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { Page } from '../../ui/page.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { QueryView } from '../../ui/query-view.js';

const STEPS = [
  ['day', 1],
  ['week', 7],
  ['month', 31],
] as const;

/** Moves the time of the whole local installation; in production there is none to move. */
export function ClockPage() {
  const { t } = useTranslation();
  const clock = useQuery(trpc.admin.clock.get.queryOptions());
  const isReal = clock.isError && problemOf(clock.error).code === 'FORBIDDEN';
  return (
    <Page title={t('admin.nav.clock')} text={t('admin.clock.text')}>
      {isReal ? (
        <Alert color="gray" icon={<IconLock aria-hidden />}>
          {t('admin.clock.off')}
        </Alert>
      ) : (
        <QueryView query={clock} skeleton={<Skeleton h={320} maw={560} radius="lg" />}>
          {({ now }) => <Clock now={now} />}
        </QueryView>
      )}
    </Page>
  );
}

function Clock({ now }: { now: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [day, setDay] = useState('');
  const [mistake, setMistake] = useState<string | null>(null);
  const advance = useMutation(
    trpc.admin.clock.advance.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  const goTo = (event: FormEvent) => {
    event.preventDefault();
    // Days are Jakarta's.
    const to = day && `${day}T00:00:00+07:00`;
    if (!to || Date.parse(to) <= Date.parse(now)) {
      setMistake(t('admin.clock.toWrong'));
      focusFirstMistake();
      return;
    }
    advance.mutate({ to });
  };
  return (
    <Card maw={560}>
      <Stack gap="lg">
        <div>
          <Text size="sm" c="dimmed">
            {t('admin.clock.now')}
          </Text>
          <Text fz={28} fw={700} className="figures" role="status">
            {format.dateTime(now)}
          </Text>
        </div>
        <Alert color="amber" icon={<IconAlertTriangle aria-hidden />}>
          {t('admin.clock.warning')}
        </Alert>
        {advance.error && <ProblemPanel error={advance.error} />}
        <Group gap="sm">
          {STEPS.map(([name, days]) => (
            <Button
              key={name}
              variant="default"
              disabled={advance.isPending}
              onClick={() => advance.mutate({ days })}
            >
              {t(`admin.clock.${name}`)}
            </Button>
          ))}
        </Group>
        <form noValidate onSubmit={goTo}>
          <Group align="flex-end" gap="sm">
            <TextInput
              type="date"
              label={t('admin.clock.to')}
              value={day}
              error={mistake}
              onChange={(event) => {
                setDay(event.currentTarget.value);
                setMistake(null);
              }}
            />
            <Button type="submit" variant="default" loading={advance.isPending}>
              {t('admin.clock.toAction')}
            </Button>
          </Group>
        </form>
      </Stack>
    </Card>
  );
}
