import { Badge, Button, Card, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { DriftView } from '@minispod/contracts/cluster';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat, useNow } from '../../format/use-format.js';
import { Empty } from '../../ui/empty.js';
import { ButtonLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';

/** What is paid, wanted and running held against each other, each difference with its remedy. */
export function DriftPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(5_000);
  const drift = useQuery(trpc.admin.drift.queryOptions());
  return (
    <Page
      title={t('admin.nav.drift')}
      text={t('admin.drift.text')}
      actions={
        <Button
          variant="default"
          loading={drift.isFetching}
          onClick={() => drift.refetch()}
          leftSection={<IconRefresh size={18} aria-hidden />}
        >
          {t('admin.drift.again')}
        </Button>
      }
    >
      <QueryView query={drift} skeleton={<Skeleton h={320} radius="lg" />}>
        {({ checkedAt, items }) => (
          <Stack gap="sm">
            {items.length === 0 ? (
              <Empty icon={IconCircleCheck} title={t('admin.drift.none')} text={t('admin.drift.noneText')} />
            ) : (
              <Card>
                <ul className="rows">
                  {items.map((item) => (
                    <li key={`${item.kind}${item.subject}`}>
                      <DriftRow item={item} />
                    </li>
                  ))}
                </ul>
              </Card>
            )}
            <Text size="sm" c="dimmed" role="status">
              {t('admin.drift.checked', { ago: format.ago(checkedAt, now) })}
            </Text>
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function DriftRow({ item }: { item: DriftView['items'][number] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, subject, finding, whatToDo, since, instanceId, userId } = item;
  const isMoney = kind === 'LEDGER' || kind === 'PAID_NOT_RUNNING';
  return (
    <Stack gap="xs" py="md">
      <Group gap="xs">
        <Badge color={isMoney ? 'red' : 'amber'} variant="light" size="lg" tt="none">
          {t(`admin.drift.kind.${kind}`)}
        </Badge>
        {since && (
          <Text size="sm" c="dimmed">
            {t('admin.drift.since', { date: format.dateTime(since) })}
          </Text>
        )}
      </Group>
      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
        {subject}
      </Text>
      <Text style={{ overflowWrap: 'anywhere' }}>{finding}</Text>
      <Text size="sm">
        <Text span size="sm" fw={600}>
          {t('admin.drift.whatToDo')}:
        </Text>{' '}
        {whatToDo}
      </Text>
      <Group gap="sm">
        {instanceId && userId && (
          <ButtonLink to="/admin/instances" search={{ userId }} size="sm" variant="default">
            {t('admin.drift.seeInstance')}
          </ButtonLink>
        )}
        {userId && (
          <ButtonLink to="/admin/users/$id" params={{ id: userId }} size="sm" variant="default">
            {t('admin.drift.seeUser')}
          </ButtonLink>
        )}
      </Group>
    </Stack>
  );
}
