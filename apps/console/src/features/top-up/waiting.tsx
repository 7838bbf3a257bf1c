import { Button, Loader, Stack, Text, Title } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TopUpView } from '@minispod/contracts/wallet';
import { IconExternalLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { formatCountdown } from '../../format/time.js';
import { useFormat, useNow } from '../../format/use-format.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { QrCode } from './qr-code.js';

/** A day is not counted down in seconds; a quarter of an hour is. */
const COUNTDOWN_BELOW_MS = 3 * 3_600_000;

export function Waiting({ topUp }: { topUp: TopUpView }) {
  const { t } = useTranslation();
  const amount = formatRupiah(topUp.amount);
  if (!topUp.qrString && !topUp.redirectUrl) {
    return (
      <Stack gap="md" align="center" ta="center">
        <Loader aria-hidden />
        <Title order={2}>{t('topUp.uncertainTitle')}</Title>
        <Text c="dimmed">{t('topUp.uncertainText')}</Text>
        <CheckNow topUp={topUp} />
      </Stack>
    );
  }
  return (
    <Stack gap="md" align="center" ta="center">
      <Title order={2}>{t('topUp.waitingTitle')}</Title>
      <Text fz={36} fw={700} lh={1.1} className="figures">
        {amount}
      </Text>
      {topUp.qrString && <QrCode text={topUp.qrString} label={t('topUp.qrLabel', { amount })} />}
      <TimeLeft topUp={topUp} />
      <Text c="dimmed">{t(topUp.qrString ? 'topUp.qrText' : 'topUp.waitingText', { amount })}</Text>
      {topUp.redirectUrl && !topUp.qrString && (
        <Button
          component="a"
          href={topUp.redirectUrl}
          target="_blank"
          size="lg"
          rightSection={<IconExternalLink size={18} aria-hidden />}
        >
          {t('topUp.open')}
        </Button>
      )}
      <CheckNow topUp={topUp} />
    </Stack>
  );
}

function TimeLeft({ topUp }: { topUp: TopUpView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(1_000);
  const left = Date.parse(topUp.expiresAt) - now;
  if (left > COUNTDOWN_BELOW_MS) {
    return <Text fw={600}>{t('topUp.payBefore', { time: format.dateTime(topUp.expiresAt) })}</Text>;
  }
  return (
    <div role="timer" aria-live="off">
      <Text size="sm" c="dimmed">
        {t('topUp.timeLeft')}
      </Text>
      <Text fz={28} fw={700} className="figures" c={left < 60_000 ? 'var(--warn)' : undefined}>
        {formatCountdown(left)}
      </Text>
    </div>
  );
}

/** Asks the gateway at once: by hand, and by itself when the time is up. */
function CheckNow({ topUp }: { topUp: TopUpView }) {
  const { t } = useTranslation();
  const now = useNow(1_000);
  const { transactionId } = topUp;
  const check = useMutation(
    trpc.wallet.checkTopUp.mutationOptions({
      onSuccess: (checked) =>
        queryClient.setQueryData(trpc.wallet.topUpStatus.queryKey({ transactionId }), checked),
    }),
  );
  const isOver = now >= Date.parse(topUp.expiresAt);
  const { mutate } = check;
  useEffect(() => {
    if (isOver) mutate({ transactionId });
  }, [isOver, mutate, transactionId]);
  return (
    <Stack gap="xs" align="center">
      <Button variant="default" loading={check.isPending} onClick={() => mutate({ transactionId })}>
        {t('topUp.check')}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {check.data?.status === 'PENDING' && t('topUp.checked')}
      </Text>
      {check.error && <ProblemPanel error={check.error} />}
    </Stack>
  );
}
