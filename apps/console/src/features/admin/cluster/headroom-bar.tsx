import '@mantine/core/styles/Progress.css';
import { Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface HeadroomBarProps {
  what: string;
  /** Set aside for what runs, whether it uses it or not: what is beyond it can be sold. */
  requested: number;
  total: number;
  used?: number | undefined;
  words: (amount: number) => string;
}

/** From here on the next order of a big plan may find no room. */
const NEARLY_FULL = 0.85;

/** How much of one resource is set aside, out of all there is. */
export function HeadroomBar({ what, requested, total, used, words }: HeadroomBarProps) {
  const { t } = useTranslation();
  const share = total === 0 ? 0 : requested / total;
  const reserved = t('admin.cluster.reserved', { requested: words(requested), total: words(total) });
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {what}
        </Text>
        <Text size="sm" fw={600} className="figures">
          {Math.round(share * 100)}%
        </Text>
      </Group>
      <Progress.Root size="md" radius="xl">
        <Progress.Section
          value={Math.min(100, share * 100)}
          color={share >= NEARLY_FULL ? 'amber.6' : 'tide'}
          aria-label={what}
          aria-valuetext={reserved}
        />
      </Progress.Root>
      <Text size="sm" className="figures" style={{ whiteSpace: 'normal' }}>
        {reserved}
        {used !== undefined && (
          <Text span size="sm" c="dimmed">
            {' · '}
            {t('admin.cluster.used', { used: words(used) })}
          </Text>
        )}
      </Text>
    </Stack>
  );
}
