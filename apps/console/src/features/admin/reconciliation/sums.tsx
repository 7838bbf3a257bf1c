import { Group, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useTranslation } from 'react-i18next';
import { Money } from '../../../ui/money.js';
import type { Difference } from './difference.js';

/** Our books beside the list. */
export function Sums({ difference: { ours, theirs, fee, gateway } }: { difference: Difference }) {
  const { t } = useTranslation();
  const sum = (amount: number | null) =>
    amount === null ? t('reconciliation.differences.nothing') : <Money amount={amount} />;
  const whose = { gateway: t(`payments.gateway.${gateway}`) };
  return (
    <Group gap="lg" style={{ rowGap: 2 }}>
      <Text size="sm">
        {t('reconciliation.differences.ours')}:{' '}
        <Text span inherit fw={700}>
          {sum(ours)}
        </Text>
      </Text>
      <Text size="sm">
        {t('reconciliation.differences.theirs', whose)}:{' '}
        <Text span inherit fw={700}>
          {sum(theirs)}
        </Text>
        {fee !== null && fee > 0 && (
          <Text span inherit c="dimmed">
            {' '}
            ({t('reconciliation.differences.fee', { amount: formatRupiah(fee) })})
          </Text>
        )}
      </Text>
    </Group>
  );
}
