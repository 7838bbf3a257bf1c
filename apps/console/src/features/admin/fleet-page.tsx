import { Badge, Button, Group, Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconVersions } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { AppLogo } from '../../ui/app-logo.js';
import { Empty } from '../../ui/empty.js';
import { AnchorLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { Panel } from '../../ui/panel.js';
import { QueryView } from '../../ui/query-view.js';
import type { FleetItem, FleetVersion } from './fleet.js';
import { WithdrawSheet } from './withdraw-sheet.js';

/** Which version of each app runs how often. */
export function FleetPage() {
  const { t } = useTranslation();
  const fleet = useQuery(trpc.admin.fleet.list.queryOptions());
  return (
    <Page title={t('admin.nav.fleet')} text={t('admin.fleet.text')}>
      <QueryView query={fleet} skeleton={<Skeleton h={320} radius="lg" />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={IconVersions} title={t('admin.fleet.none')} text={t('admin.fleet.noneText')} />
          ) : (
            <Stack gap="lg">
              {items.map(({ service, versions }) => (
                <Panel
                  key={service.slug}
                  title={service.name}
                  action={<AppLogo icon={service.icon} name={service.name} size={36} />}
                >
                  <ul className="rows">
                    {versions.map((version) => (
                      <li key={version.version}>
                        <VersionRow service={service} version={version} />
                      </li>
                    ))}
                  </ul>
                </Panel>
              ))}
            </Stack>
          )
        }
      </QueryView>
    </Page>
  );
}

interface VersionRowProps {
  service: FleetItem['service'];
  version: FleetVersion;
}

function VersionRow({ service, version }: VersionRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const { version: name, instances, unhealthy, isNewest, isSecurityRelease, withdrawnReason } = version;
  return (
    <Group justify="space-between" gap="sm" py="sm">
      <div style={{ flex: '1 1 260px', minWidth: 0 }}>
        <Group gap="xs">
          <Text fw={600} className="address">
            {name}
          </Text>
          {isNewest && (
            <Badge variant="light" tt="none">
              {t('admin.fleet.newest')}
            </Badge>
          )}
          {isSecurityRelease && (
            <Badge variant="light" color="amber" tt="none">
              {t('admin.fleet.security')}
            </Badge>
          )}
          {withdrawnReason !== null && (
            <Badge variant="light" color="red" tt="none">
              {t('admin.fleet.withdrawn')}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {instances === 0 ? (
            t('admin.fleet.runningNone')
          ) : (
            <AnchorLink
              to="/admin/instances"
              search={{ service: service.slug, version: name }}
              inherit
              underline="always"
            >
              {t('admin.fleet.running', { count: instances })}
            </AnchorLink>
          )}
          {unhealthy > 0 && (
            <>
              {' · '}
              <AnchorLink
                to="/admin/instances"
                search={{ service: service.slug, version: name, health: 'unhealthy' }}
                c="var(--mantine-color-error)"
                inherit
                underline="always"
              >
                {t('admin.fleet.unhealthy', { count: unhealthy })}
              </AnchorLink>
            </>
          )}
          {' · '}
          {t('admin.fleet.since', { date: format.date(version.createdAt) })}
        </Text>
        {withdrawnReason !== null && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {withdrawnReason}
          </Text>
        )}
      </div>
      <Button
        size="sm"
        variant={withdrawnReason === null ? 'light' : 'default'}
        color={withdrawnReason === null ? 'red' : undefined}
        onClick={() => setIsOpen(true)}
      >
        {t(withdrawnReason === null ? 'admin.fleet.withdraw' : 'admin.fleet.restore')}
        <VisuallyHidden>{`: ${service.name} ${name}`}</VisuallyHidden>
      </Button>
      {isOpen && <WithdrawSheet service={service} version={version} onClose={() => setIsOpen(false)} />}
    </Group>
  );
}
