import { Alert, Anchor, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TopUpView } from '@minispod/contracts/wallet';
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { ButtonLink } from '../../ui/links.js';
import { ReceiptLink } from '../wallet/receipt-link.js';
import { Outcome } from './outcome.js';

export function Paid({ topUp, returnTo }: { topUp: TopUpView; returnTo: string | undefined }) {
  const { t } = useTranslation();
  const balance = useQuery(trpc.wallet.get.queryOptions()).data?.creditBalance;
  const { transactionId, amount, reversedAmount } = topUp;
  const isGone = reversedAmount === amount;
  useReturn(reversedAmount === 0 ? returnTo : undefined);
  return (
    <Outcome
      icon={isGone ? IconArrowBackUp : IconCheck}
      color={isGone ? 'amber' : 'green'}
      title={t(isGone ? 'topUp.reversedTitle' : 'topUp.paidTitle', { amount: formatRupiah(amount) })}
    >
      <Text c="dimmed" mih={24}>
        {balance !== undefined && t('topUp.paidText', { balance: formatRupiah(balance) })}
      </Text>
      {reversedAmount > 0 && (
        <Alert color="amber" icon={<IconArrowBackUp aria-hidden />} ta="start">
          {t('topUp.reversed', { amount: formatRupiah(reversedAmount) })}
        </Alert>
      )}
      {returnTo ? (
        <Anchor href={returnTo}>{t('topUp.paidFinish')}</Anchor>
      ) : (
        <ButtonLink to="/wallet" size="lg">
          {t('topUp.paidWallet')}
        </ButtonLink>
      )}
      <ReceiptLink transactionId={transactionId} />
    </Outcome>
  );
}

/** Once paid, back to what it was for. */
export function useReturn(path: string | undefined) {
  const router = useRouter();
  useEffect(() => {
    if (!path) return;
    queryClient.invalidateQueries({ queryKey: trpc.subscriptions.quote.queryKey() });
    router.history.replace(path);
  }, [path, router]);
}
