import { Button, Stack, Text } from '@mantine/core';
import type { TopUpView } from '@minispod/contracts/wallet';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { useNow } from '../../format/use-format.js';
import { ProblemPanel } from '../../ui/problem-panel.js';

/** Asks the gateway at once: by hand, and by itself when the time is up. */
export function CheckNow({ topUp }: { topUp: TopUpView }) {
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
    <Stack gap="xs" align="center" ta="center">
      <Text size="sm" c="dimmed">
        {t('topUp.byItself')}
      </Text>
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
