import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isKnownProblem, problemText } from '../../../texts/problem-code.js';
import { AppLogo } from '../../../ui/app-logo.js';
import { AnchorLink } from '../../../ui/links.js';
import { InstanceState } from '../../../ui/state-badge.js';
import { ActSheet } from './act-sheet.js';
import type { AdminInstance } from './possible-actions.js';

/** One service of somebody's: whose, where, in which version, how it is, and what may be done. */
export function AdminInstanceRow({ instance }: { instance: AdminInstance }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { name, user, service, version, subdomain, health, isLocked } = instance;
  return (
    <Group gap="sm" justify="space-between" py="sm">
      <Group wrap="nowrap" gap="md" style={{ flex: '1 1 300px', minWidth: 0 }}>
        <AppLogo icon={service.icon} name={service.name} />
        <div style={{ minWidth: 0 }}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {name} ·{' '}
            <AnchorLink to="/admin/users/$id" params={{ id: user.id }} inherit underline="always">
              {user.name}
            </AnchorLink>
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {service.name} {version} · <span className="address">{subdomain}</span>
          </Text>
          {health.status === 'unhealthy' && isKnownProblem(health.code) && (
            <Text size="sm" c="var(--mantine-color-error)">
              {t(`problem.${problemText(health.code)}.title`)}
            </Text>
          )}
        </div>
      </Group>
      <Group gap="sm">
        {isLocked && (
          <Badge
            color="admin"
            variant="light"
            size="lg"
            tt="none"
            leftSection={<IconLock size={15} aria-hidden />}
          >
            {t('admin.instances.locked')}
          </Badge>
        )}
        <InstanceState instance={instance} />
        <Button size="sm" variant="default" onClick={() => setIsOpen(true)}>
          {t('admin.instances.act')}
          <VisuallyHidden>{`: ${name}, ${user.name}`}</VisuallyHidden>
        </Button>
      </Group>
      {isOpen && <ActSheet instance={instance} onClose={() => setIsOpen(false)} />}
    </Group>
  );
}
