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
  const open = useQuery(trpc.wallet.openTopUps.queryOptions()).data?.items ?? [];
  const orders = open.flatMap(({ orderId }) => orderId ?? []);
  const subscription = useQuery(
    trpc.subscriptions.get.queryOptions({ id: subscriptionId }, { enabled: orders.length > 0 }),
  ).data;
  return open.find(({ orderId }) => subscription?.orders.some(({ id }) => id === orderId));
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
