import { Card, Text, Title } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { WalletView } from '@minispod/contracts/wallet';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { useDues } from '../subscription/use-dues.js';
import { Charges } from './charges.js';

/** How many of the next charges are worth showing. */
const SHOWN = 4;
/** What is further off needs no warning colour. */
const SOON_DAYS = 30;

/** How long the balance lasts and what it is needed for. */
export function UpcomingPanel({ wallet }: { wallet: WalletView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { runwayDays, runwayEnd, upcoming } = wallet;
  const isDue = (useDues()?.dues.length ?? 0) > 0;
  const isSoon = runwayDays !== null && runwayDays <= SOON_DAYS;
  return (
    <Card component="section">
      <Title order={2} fz="sm" fw={500} c="dimmed" style={{ letterSpacing: 0 }}>
        {t('wallet.runway')}
      </Title>
      {runwayDays !== null && (
        <Text fz={28} fw={700} lh={1.3} className="figures">
          {t('wallet.runwayDays', { count: runwayDays })}
        </Text>
      )}
      <Text size="sm" c={isSoon ? 'var(--warn)' : 'dimmed'} mb="sm">
        {/* What is due already has a notice above, with the later day on which it stops. */}
        {!isDue &&
          (runwayEnd
            ? t('wallet.runwayEnd', {
                service: runwayEnd.serviceName,
                date: format.date(runwayEnd.at),
                amount: formatRupiah(runwayEnd.shortfall),
              })
            : t('wallet.runwayNone'))}
      </Text>
      <Title order={3} fz="sm">
        {t('wallet.upcoming')}
      </Title>
      {upcoming.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('wallet.upcomingNone')}
        </Text>
      ) : (
        <Charges charges={upcoming.slice(0, SHOWN)} />
      )}
    </Card>
  );
}
