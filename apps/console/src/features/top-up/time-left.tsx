import { Text } from '@mantine/core';
import type { TopUpView } from '@minispod/contracts/wallet';
import { useTranslation } from 'react-i18next';
import { formatCountdown } from '../../format/time.js';
import { useFormat, useNow } from '../../format/use-format.js';

/** A day is not counted down in seconds; a quarter of an hour is. */
const COUNTDOWN_BELOW_MS = 3 * 3_600_000;

/** How long one can still pay; for an order, how long its place is kept and what happens then. */
export function TimeLeft({ topUp }: { topUp: Pick<TopUpView, 'expiresAt' | 'orderId' | 'orderPayBy'> }) {
  const { t } = useTranslation();
  const { expiresAt, orderId, orderPayBy } = topUp;
  return (
    <>
      <Countdown until={orderPayBy ?? expiresAt} />
      {orderId !== null && (
        <Text size="sm" c="dimmed">
          {t(orderPayBy === null ? 'topUp.orderPlaceGone' : 'topUp.orderPlaceKept')}
        </Text>
      )}
    </>
  );
}

function Countdown({ until }: { until: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(1_000);
  const left = Date.parse(until) - now;
  if (left > COUNTDOWN_BELOW_MS) {
    return <Text fw={600}>{t('topUp.payBefore', { time: format.dateTime(until) })}</Text>;
  }
  return (
    <Text role="timer" aria-live="off" fw={600} c={left < 60_000 ? 'var(--warn)' : undefined}>
      {t('topUp.timeLeft')}{' '}
      <Text span inherit fz={22} fw={700} className="figures">
        {formatCountdown(left)}
      </Text>
    </Text>
  );
}
