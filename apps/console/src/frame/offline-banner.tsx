import { Group, Text } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { IconWifiOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export function OfflineBanner() {
  const { t } = useTranslation();
  const { online } = useNetwork();
  return (
    <div aria-live="polite">
      {!online && (
        <Group justify="center" gap="xs" p="xs" bg="var(--mantine-color-amber-light)" wrap="nowrap">
          <IconWifiOff size={18} aria-hidden />
          <Text size="sm">{t('frame.offline')}</Text>
        </Group>
      )}
    </div>
  );
}
