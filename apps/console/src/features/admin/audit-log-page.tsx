import { Card, Text } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { Empty } from '../../ui/empty.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { QueryView } from '../../ui/query-view.js';
import { RowSkeletons } from '../../ui/row-skeletons.js';

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
      <QueryView
        query={entries}
        skeleton={
          <Card>
            <RowSkeletons rows={6} />
          </Card>
        }
      >
        {(list) =>
          list.total === 0 ? (
            <Empty
              icon={IconListDetails}
              title={t('admin.auditLog.none')}
              text={t('admin.auditLog.noneText')}
            />
          ) : (
            <Card>
              <ul className="rows">
                {list.items.map((entry) => (
                  <li key={entry.id} style={{ padding: '12px 0' }}>
                    <Text fw={600}>{actions[entry.action] ?? entry.action}</Text>
                    <Text size="sm" c="dimmed">
                      {format.dateTime(entry.at)} · {entry.actor.name}
                    </Text>
                    <Text size="xs" c="dimmed" className="address">
                      {entry.subject} {entry.subjectId} {JSON.stringify(entry.details)}
                    </Text>
                  </li>
                ))}
              </ul>
              <Pager list={list} onPage={(next) => navigate({ search: { page: next } })} />
            </Card>
          )
        }
      </QueryView>
    </Page>
  );
}
