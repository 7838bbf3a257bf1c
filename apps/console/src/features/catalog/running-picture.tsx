import { Card, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AppLogo } from '../../ui/app-logo.js';
import { StateBadge } from '../../ui/state-badge.js';
import { INSTANCE_TONES } from '../../ui/tones.js';

const SHOWN = [
  { icon: 'n8n', name: 'n8n', address: 'otomasi.toko-anda.id', status: 'RUNNING' },
  { icon: 'ghost', name: 'Ghost', address: 'blog.toko-anda.id', status: 'RUNNING' },
  { icon: 'postgresql', name: 'PostgreSQL', address: 'data.toko-anda.id', status: 'PROVISIONING' },
] as const;

/** A picture of what one gets; decoration, so it is silent to screen readers. */
export function RunningPicture() {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" aria-hidden visibleFrom="sm">
      {SHOWN.map(({ icon, name, address, status }, index) => (
        <Card key={icon} padding="md" ml={index * 24} mr={(SHOWN.length - 1 - index) * 24}>
          <Group wrap="nowrap">
            <AppLogo icon={icon} name={name} />
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text fw={600}>{name}</Text>
              <Text size="sm" c="dimmed" className="address" truncate>
                {address}
              </Text>
            </div>
            <StateBadge tone={INSTANCE_TONES[status]} word={t(`states.instance.${status}`)} />
          </Group>
        </Card>
      ))}
    </Stack>
  );
}
