import { Card, Skeleton, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TopUpView } from '@minispod/contracts/wallet';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { InReview } from './in-review.js';
import { NotPaid } from './not-paid.js';
import { OrderOutcome } from './order-outcome.js';
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
    <Page
      title={t(topUp.data?.orderId ? 'topUp.orderTitle' : 'topUp.title')}
      above={[{ label: t('wallet.title'), to: '/wallet' }]}
    >
      <QueryView query={topUp} skeleton={<Skeleton h={480} maw={560} radius="lg" />}>
        {(data) => <Payment key={data.transactionId} topUp={data} />}
      </QueryView>
    </Page>
  );
}

function Payment({ topUp }: { topUp: TopUpView }) {
  const { t } = useTranslation();
  const isPaid = topUp.status === 'COMPLETED';
  useEffect(() => {
    if (isPaid) queryClient.invalidateQueries({ queryKey: trpc.wallet.pathKey() });
  }, [isPaid]);
  return (
    <Card maw={560}>
      <div aria-live="polite">
        <State topUp={topUp} />
      </div>
      <Text size="xs" c="dimmed" ta="center" mt="lg" className="address">
        {t('topUp.reference', { id: topUp.transactionId })} · {formatRupiah(topUp.amount)}
      </Text>
    </Card>
  );
}

function State({ topUp }: { topUp: TopUpView }) {
  const search = route.useSearch();
  const returnTo = search.returnTo ?? keptReturnPath(topUp.transactionId);
  const { status, orderId, paymentStatus, isUnderReview } = topUp;
  if (status === 'PENDING') {
    if (isUnderReview || paymentStatus === 'IN_REVIEW') return <InReview topUp={topUp} />;
    return <Waiting topUp={topUp} />;
  }
  if (orderId !== null) return <OrderOutcome topUp={topUp} orderId={orderId} returnTo={returnTo} />;
  // What was paid and went back was paid all the same.
  if (status === 'COMPLETED' || status === 'REFUNDED') return <Paid topUp={topUp} returnTo={returnTo} />;
  return <NotPaid topUp={topUp} returnTo={returnTo} />;
}
