import { Group, Text } from '@mantine/core';
import type { InstanceView } from '@minispod/contracts/instance';
import { Link } from '@tanstack/react-router';
import { AppLogo } from '../../ui/app-logo.js';
import { InstanceState } from '../../ui/state-badge.js';

/** One service in a list: logo, name, address and state; the whole row leads to it. */
export function InstanceRow({ instance }: { instance: InstanceView }) {
  const address = instance.publicUrl?.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return (
    <Link to="/instances/$id" params={{ id: instance.id }} className="row-link">
      <Group gap="xs" justify="space-between">
        <Group wrap="nowrap" gap="md" style={{ flex: '1 1 220px', minWidth: 0 }}>
          <AppLogo icon={instance.service.icon} name={instance.service.name} />
          <div style={{ minWidth: 0 }}>
            <Text fw={600} truncate>
              {instance.name}
            </Text>
            <Text size="sm" c="dimmed" truncate className={address ? 'address' : undefined}>
              {address ?? `${instance.service.name} ${instance.planName}`}
            </Text>
          </div>
        </Group>
        <InstanceState instance={instance} />
      </Group>
    </Link>
  );
}
