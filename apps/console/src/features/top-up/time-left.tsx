import { Text } from '@mantine/core';
import type { TopUpView } from '@minispod/contracts/wallet';
import { useTranslation } from 'react-i18next';
import { formatCountdown } from '../../format/time.js';
import { useFormat, useNow } from '../../format/use-format.js';

/** A day is not counted down in seconds; a quarter of an hour is. */
const COUNTDOWN_BELOW_MS = 3 * 3_600_000;

export function TimeLeft({ topUp: { expiresAt } }: { topUp: Pick<TopUpView, 'expiresAt'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(1_000);
  const left = Date.parse(expiresAt) - now;
  if (left > COUNTDOWN_BELOW_MS) {
    return <Text fw={600}>{t('topUp.payBefore', { time: format.dateTime(expiresAt) })}</Text>;
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
