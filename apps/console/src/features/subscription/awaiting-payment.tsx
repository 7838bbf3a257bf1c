import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconClockDollar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { ButtonLink } from '../../ui/links.js';
import { Notice } from '../../ui/notice.js';

/** The open payment that this subscription's first order waits for; undefined when it waits for none. */
export function useAwaitedPayment(subscriptionId: string) {
  return useAwaited(subscriptionId).payment;
}

/** As above, and whether that is still being asked. Without a subscription nothing is asked and nothing awaited. */
export function useAwaited(subscriptionId: string | null) {
  const isAsked = subscriptionId !== null;
  const openTopUps = useQuery(trpc.wallet.openTopUps.queryOptions(undefined, { enabled: isAsked }));
  const open = openTopUps.data?.items ?? [];
  const hasOrder = open.some(({ orderId }) => orderId !== null);
  const subscription = useQuery(
    trpc.subscriptions.get.queryOptions({ id: subscriptionId ?? '' }, { enabled: isAsked && hasOrder }),
  );
  const orders = isAsked ? (subscription.data?.orders ?? []) : [];
  return {
    payment: open.find(({ orderId }) => orders.some(({ id }) => id === orderId)),
    isLoading: openTopUps.isLoading || subscription.isLoading,
  };
}

/** What was ordered and is not paid yet: until when its place is kept, and the way back to paying. */
export function AwaitingPayment({ subscriptionId }: { subscriptionId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const payment = useAwaitedPayment(subscriptionId);
  if (!payment) return null;
  const { transactionId, amount, expiresAt, orderPayBy, canCancel } = payment;
  return (
    <Notice
      icon={IconClockDollar}
      color={canCancel ? 'amber' : 'blue'}
      title={t('home.openOrder', { amount: formatRupiah(amount) })}
      text={t(canCancel ? 'home.openOrderText' : 'topUp.direct.review', {
        time: format.dateTime(orderPayBy ?? expiresAt),
      })}
      action={
        <ButtonLink to="/wallet/top-up/$transactionId" params={{ transactionId }}>
          {t(canCancel ? 'home.openTopUpAction' : 'wallet.see')}
        </ButtonLink>
      }
    />
  );
}
