import { Card, Skeleton, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TopUpView } from '@minispod/contracts/wallet';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { NotPaid } from './not-paid.js';
import { Paid } from './paid.js';
import { keptReturnPath } from './return-path.js';
import { Waiting } from './waiting.js';

/** Where announcements do not get through, the page still turns to paid by itself. */
const POLL_MS = 5_000;
const route = getRouteApi('/account/wallet/top-up/$transactionId');

/** Where one waits for a payment, and where the gateway sends people back to: it shows our own record, nothing else. */
export function PaymentPage() {
  const { t } = useTranslation();
  const { transactionId } = route.useParams();
  const topUp = useQuery({
    ...trpc.wallet.topUpStatus.queryOptions({ transactionId }),
    refetchInterval: ({ state }) => (state.data?.status === 'PENDING' ? POLL_MS : false),
  });
  return (
    <Page title={t('topUp.title')} above={[{ label: t('wallet.title'), to: '/wallet' }]}>
      <QueryView query={topUp} skeleton={<Skeleton h={480} maw={560} radius="lg" />}>
        {(data) => <Payment topUp={data} />}
      </QueryView>
    </Page>
  );
}

function Payment({ topUp }: { topUp: TopUpView }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const returnTo = search.returnTo ?? keptReturnPath(topUp.transactionId);
  const isPaid = topUp.status === 'COMPLETED';
  useReturn(isPaid ? returnTo : undefined);
  useEffect(() => {
    if (isPaid) queryClient.invalidateQueries({ queryKey: trpc.wallet.pathKey() });
  }, [isPaid]);
  return (
    <Card maw={560} aria-live="polite">
      {isPaid && <Paid topUp={topUp} returnTo={returnTo} />}
      {topUp.status === 'PENDING' && <Waiting topUp={topUp} />}
      {!isPaid && topUp.status !== 'PENDING' && <NotPaid topUp={topUp} returnTo={returnTo} />}
      <Text size="xs" c="dimmed" ta="center" mt="lg" className="address">
        {t('topUp.reference', { id: topUp.transactionId })} · {formatRupiah(topUp.amount)}
      </Text>
    </Card>
  );
}

/** Once paid, back to the plan it was for; it finishes there with one tap. */
function useReturn(path: string | undefined) {
  const router = useRouter();
  useEffect(() => {
    if (!path) return;
    queryClient.invalidateQueries({ queryKey: trpc.subscriptions.quote.queryKey() });
    router.history.replace(path);
  }, [path, router]);
}
