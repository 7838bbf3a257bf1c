import { Button, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionView } from '@minispod/contracts/subscription';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { trpc } from '../../app/trpc.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { askAgain } from './use-update.js';

/** Pays what is due of it out of the balance, for an owner who does not want to wait. */
export function PayNow({ subscription: { id, amountDue } }: { subscription: SubscriptionView }) {
  const { t } = useTranslation();
  const intent = useIntent();
  const pay = useMutation(
    trpc.subscriptions.pay.mutationOptions({ onSuccess: intent.fulfilled, onSettled: askAgain }),
  );
  const isWaiting = pay.data?.status === 'SUSPENDED';
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        loading={pay.isPending}
        onClick={() => pay.mutate({ id, requestId: intent.requestIdFor({ id }) })}
      >
        {t('subscription.due.pay', { amount: formatRupiah(amountDue) })}
      </Button>
      {isWaiting && (
        <Text size="sm" role="status">
          {t('subscription.due.full')}
        </Text>
      )}
      {pay.error && <ProblemPanel error={pay.error} />}
    </Stack>
  );
}
