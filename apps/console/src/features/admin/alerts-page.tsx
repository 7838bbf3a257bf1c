import { Badge, Card, Group, Text } from '@mantine/core';
import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { SegmentedControl } from '@mantine/core';
import { IconAlertTriangleFilled, IconCircleCheck, IconCircleCheckFilled } from '@tabler/icons-react';
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

const route = getRouteApi('/account/admin/alerts');

export function AlertsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { all, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const alerts = useQuery({
    ...trpc.admin.alerts.list.queryOptions({ open: all ? undefined : 'true', page, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title={t('admin.nav.alerts')}
      text={t('admin.alerts.text')}
      actions={
        <SegmentedControl
          aria-label={t('admin.alerts.show')}
          value={all ? 'all' : 'open'}
          onChange={(value) => navigate({ search: { all: value === 'all' || undefined } })}
          data={[
            { value: 'open', label: t('admin.alerts.open') },
            { value: 'all', label: t('admin.alerts.all') },
          ]}
        />
      }
    >
      <QueryView
        query={alerts}
        skeleton={
          <Card>
            <RowSkeletons />
          </Card>
        }
      >
        {(list) =>
          list.total === 0 ? (
            <Empty icon={IconCircleCheck} title={t('admin.alerts.none')} text={t('admin.alerts.noneText')} />
          ) : (
            <Card>
              <ul className="rows">
                {list.items.map((alert) => (
                  <Group component="li" key={alert.id} justify="space-between" py="sm" wrap="nowrap">
                    <div style={{ minWidth: 0 }}>
                      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
                        {alert.message}
                      </Text>
                      <Text size="sm" c="dimmed">
                        {t('admin.alerts.raised', { date: format.dateTime(alert.raisedAt) })},{' '}
                        {alert.closedAt
                          ? t('admin.alerts.closed', { date: format.dateTime(alert.closedAt) })
                          : t('admin.alerts.seen', { date: format.dateTime(alert.lastSeenAt) })}
                      </Text>
                      <Text size="xs" c="dimmed" className="address">
                        {alert.kind} · {alert.subject}
                      </Text>
                    </div>
                    <AlertState isOpen={alert.closedAt === null} />
                  </Group>
                ))}
              </ul>
              <Pager list={list} onPage={(next) => navigate({ search: { all, page: next } })} />
            </Card>
          )
        }
      </QueryView>
    </Page>
  );
}

function AlertState({ isOpen }: { isOpen: boolean }) {
  const { t } = useTranslation();
  const Icon = isOpen ? IconAlertTriangleFilled : IconCircleCheckFilled;
  return (
    <Badge
      variant="light"
      size="lg"
      tt="none"
      color={isOpen ? 'red' : 'gray'}
      style={{ flex: 'none' }}
      leftSection={<Icon size={15} aria-hidden />}
    >
      {t(isOpen ? 'admin.alerts.isOpen' : 'admin.alerts.isClosed')}
    </Badge>
  );
}
