import { Button, Group, Text } from '@mantine/core';
import { IconPlugConnectedX, IconWifiOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { reachServer, useConnection } from '../app/connection.js';

/** Says what is wrong while nothing comes from the server, and that the console keeps asking. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const connection = useConnection();
  const Icon = connection === 'offline' ? IconWifiOff : IconPlugConnectedX;
  return (
    <div aria-live="polite">
      {connection !== 'connected' && (
        <Group
          justify="center"
          gap="xs"
          p="xs"
          mb="md"
          bg="var(--mantine-color-amber-light)"
          style={{ borderRadius: 'var(--mantine-radius-md)' }}
        >
          <Icon size={18} aria-hidden style={{ flexShrink: 0 }} />
          <Text size="sm" style={{ flex: '0 1 auto', minWidth: 0 }}>
            {t(`frame.${connection}`)}
          </Text>
          {connection === 'unreachable' && (
            <Button size="xs" variant="default" onClick={reachServer}>
              {t('frame.reconnect')}
            </Button>
          )}
        </Group>
      )}
    </div>
  );
}
