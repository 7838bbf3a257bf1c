import { Badge, Group, Text } from '@mantine/core';
import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { SegmentedControl } from '@mantine/core';
import { IconAlertTriangleFilled, IconCircleCheck, IconCircleCheckFilled } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../app/router-outputs.js';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { Empty } from '../../ui/empty.js';
import { AnchorLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { PagedRows } from '../../ui/paged-rows.js';
import { PaymentAlertLink } from './payments/alert-link.js';

type Alert = RouterOutputs['admin']['alerts']['list']['items'][number];

const route = getRouteApi('/account/admin/alerts');

export function AlertsPage() {
  const { t } = useTranslation();
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
      <PagedRows
        query={alerts}
        keyOf={(alert) => alert.id}
        row={(alert) => <AlertRow alert={alert} />}
        onPage={(next) => navigate({ search: { all, page: next } })}
        empty={
          <Empty icon={IconCircleCheck} title={t('admin.alerts.none')} text={t('admin.alerts.noneText')} />
        }
      />
    </Page>
  );
}

function AlertRow({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const format = useFormat();
  const titles: Record<string, string> = {
    ...t('service.alertTitle', { returnObjects: true }),
    ...t('payments.alert', { returnObjects: true }),
    ...t('admin.alerts.security', { returnObjects: true }),
    ...t('admin.alerts.title', { returnObjects: true }),
  };
  const { message, severity, user, instanceId, raisedAt, lastSeenAt, closedAt, kind, subject, details } =
    alert;
  return (
    <Group justify="space-between" py="sm" gap="sm">
      <div style={{ flex: '1 1 300px', minWidth: 0 }}>
        <Text fw={600}>{titles[kind] ?? message}</Text>
        {kind in titles && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {message}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {t('admin.alerts.raised', { date: format.dateTime(raisedAt) })},{' '}
          {closedAt
            ? t('admin.alerts.closed', { date: format.dateTime(closedAt) })
            : t('admin.alerts.seen', { date: format.dateTime(lastSeenAt) })}
        </Text>
        <Group gap="md">
          {user && (
            <AnchorLink to="/admin/users/$id" params={{ id: user.id }} size="sm" underline="always">
              {user.name}
            </AnchorLink>
          )}
          {user && instanceId && (
            <AnchorLink to="/admin/instances" search={{ userId: user.id }} size="sm" underline="always">
              {t('admin.drift.seeInstance')}
            </AnchorLink>
          )}
          <PaymentAlertLink kind={kind} details={details} />
        </Group>
        <Text size="xs" c="dimmed" className="address">
          {kind} · {subject}
        </Text>
      </div>
      <AlertState isOpen={closedAt === null} severity={severity} />
    </Group>
  );
}

function AlertState({ isOpen, severity }: { isOpen: boolean; severity: Alert['severity'] }) {
  const { t } = useTranslation();
  const Icon = isOpen ? IconAlertTriangleFilled : IconCircleCheckFilled;
  return (
    <Badge
      variant="light"
      size="lg"
      tt="none"
      color={isOpen ? (severity === 'CRITICAL' ? 'red' : 'amber') : 'gray'}
      style={{ flex: 'none' }}
      leftSection={<Icon size={15} aria-hidden />}
    >
      {t(isOpen ? `admin.alerts.severity.${severity}` : 'admin.alerts.isClosed')}
    </Badge>
  );
}
