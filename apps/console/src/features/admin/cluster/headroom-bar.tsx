import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Meter } from '../../../ui/meter.js';

interface HeadroomBarProps {
  what: string;
  /** Set aside for what runs, whether it uses it or not: what is beyond it can be sold. */
  requested: number;
  total: number;
  used?: number | undefined;
  words: (amount: number) => string;
}

/** How much of one resource is set aside, out of all there is. */
export function HeadroomBar({ what, requested, total, used, words }: HeadroomBarProps) {
  const { t } = useTranslation();
  const reserved = t('admin.cluster.reserved', { requested: words(requested), total: words(total) });
  return (
    <Meter what={what} amount={requested} limit={total} words={reserved}>
      {used !== undefined && (
        <Text span size="sm" c="dimmed">
          {' · '}
          {t('admin.cluster.used', { used: words(used) })}
        </Text>
      )}
    </Meter>
  );
}
