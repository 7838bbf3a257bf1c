import { Loader, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TopUpView } from '@minispod/contracts/wallet';
import { IconClockOff, IconRocket, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { ButtonLink } from '../../ui/links.js';
import { QueryView } from '../../ui/query-view.js';
import { WhyNotPaid } from './not-paid.js';
import { Outcome } from './outcome.js';
import { useReturn } from './paid.js';

interface OrderOutcomeProps {
  topUp: TopUpView;
  orderId: string;
  returnTo: string | undefined;
}

/** What came of an order that was to be paid at once: it starts, or its place is free again and nothing is lost. */
export function OrderOutcome({ topUp, orderId, returnTo }: OrderOutcomeProps) {
  const { t } = useTranslation();
  const order = useQuery(trpc.orders.get.queryOptions({ id: orderId }));
  const isPaid = topUp.status === 'COMPLETED';
  // Another payment of the same order, or the start itself, may have come first.
  const hasStarted = order.data !== undefined && !['PENDING_PAYMENT', 'CANCELED'].includes(order.data.status);
  useReturn(hasStarted ? returnTo : undefined);
  return (
    <QueryView query={order} skeleton={<Loader mx="auto" display="block" />}>
      {({ serviceName, subscriptionId }) => {
        if (hasStarted) {
          return (
            <Outcome
              icon={IconRocket}
              color="green"
              title={t('topUp.orderPaidTitle', { service: serviceName })}
            >
              <ButtonLink to="/orders/$id" params={{ id: orderId }} size="lg">
                {t('topUp.orderSee')}
              </ButtonLink>
            </Outcome>
          );
        }
        if (isPaid) {
          return (
            <Outcome icon={IconClockOff} color="amber" title={t('topUp.orderLateTitle')}>
              <Text c="dimmed">
                {t('topUp.orderLateText', { amount: formatRupiah(topUp.amount), service: serviceName })}
              </Text>
              <StartAgain subscriptionId={subscriptionId} serviceName={serviceName} />
            </Outcome>
          );
        }
        return (
          <Outcome icon={IconX} color="gray" title={t('topUp.orderLapsedTitle', { service: serviceName })}>
            <WhyNotPaid topUp={topUp} />
            <Text c="dimmed">{t('topUp.orderLapsedText')}</Text>
            <StartAgain subscriptionId={subscriptionId} serviceName={serviceName} />
          </Outcome>
        );
      }}
    </QueryView>
  );
}

/** Back to the plan's sheet. */
function StartAgain({ subscriptionId, serviceName }: { subscriptionId: string | null; serviceName: string }) {
  const { t } = useTranslation();
  const subscription = useQuery(
    trpc.subscriptions.get.queryOptions({ id: subscriptionId ?? '' }, { enabled: subscriptionId !== null }),
  ).data;
  if (!subscription) return null;
  const { service, plan, billingCycle } = subscription;
  return (
    <ButtonLink
      to="/catalog/$slug"
      params={{ slug: service.slug }}
      search={{ plan: plan.id, cycle: billingCycle }}
      size="lg"
    >
      {t('topUp.orderAgain', { service: serviceName })}
    </ButtonLink>
  );
}
