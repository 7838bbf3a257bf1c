import { Text } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { Empty } from '../../ui/empty.js';
import { Page } from '../../ui/page.js';
import { PagedRows } from '../../ui/paged-rows.js';

const route = getRouteApi('/account/admin/audit-log');

export function AuditLogPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const entries = useQuery({
    ...trpc.admin.auditLog.list.queryOptions({ page, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  const actions: Record<string, string> = t('admin.auditLog.action', { returnObjects: true });
  return (
    <Page title={t('admin.nav.auditLog')} text={t('admin.auditLog.text')}>
      <PagedRows
        query={entries}
        keyOf={(entry) => entry.id}
        row={(entry) => (
          <div style={{ padding: '12px 0' }}>
            <Text fw={600}>{actions[entry.action] ?? entry.action}</Text>
            <Text size="sm" c="dimmed">
              {format.dateTime(entry.at)} · {entry.actor.name}
            </Text>
            <Text size="xs" c="dimmed" className="address">
              {entry.subject} {entry.subjectId} {JSON.stringify(entry.details)}
            </Text>
          </div>
        )}
        onPage={(next) => navigate({ search: { page: next } })}
        skeletonRows={6}
        empty={
          <Empty
            icon={IconListDetails}
            title={t('admin.auditLog.none')}
            text={t('admin.auditLog.noneText')}
          />
        }
      />
    </Page>
  );
}
