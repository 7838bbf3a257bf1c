import '@mantine/core/styles/Switch.css';
import { Skeleton, Stack, Switch, Text, Title } from '@mantine/core';
import type { NotificationKind } from '@minispod/contracts/notification';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { Panel } from '../../ui/panel.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { QueryView } from '../../ui/query-view.js';
import { GROUPS, groupOf } from './preference-group.js';

/** What is mailed beside appearing in the console; each switch takes effect at once. */
export function PreferencesPanel() {
  const { t } = useTranslation();
  const preferences = useQuery(trpc.notifications.preferences.queryOptions());
  const set = useMutation(
    trpc.notifications.setPreference.mutationOptions({
      onSuccess: (all) => queryClient.setQueryData(trpc.notifications.preferences.queryKey(), all),
    }),
  );
  const isMailed = ({ kind, mail }: { kind: NotificationKind; mail: boolean }) =>
    set.isPending && set.variables.kind === kind ? set.variables.mail : mail;
  return (
    <Panel title={t('preference.title')}>
      <Text c="dimmed" mb="md">
        {t('preference.text')}
      </Text>
      {set.error && <ProblemPanel error={set.error} />}
      <QueryView query={preferences} skeleton={<Skeleton h={480} />}>
        {({ items }) => (
          <Stack gap="lg">
            {GROUPS.map((group) => (
              <Stack key={group} gap="sm" component="section">
                <Title order={3}>{t(`preference.group.${group}`)}</Title>
                {items
                  .filter(({ kind }) => groupOf(kind) === group)
                  .map((item) => (
                    <Switch
                      key={item.kind}
                      checked={isMailed(item)}
                      disabled={item.isFixed}
                      onChange={(event) => set.mutate({ kind: item.kind, mail: event.currentTarget.checked })}
                      label={t(`preference.kind.${item.kind}`)}
                      description={item.isFixed ? t('preference.always') : undefined}
                    />
                  ))}
              </Stack>
            ))}
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}
