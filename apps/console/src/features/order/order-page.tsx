import { SimpleGrid, Skeleton, Stack } from '@mantine/core';
import type { OrderDetail } from '@minispod/contracts/order';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { Facts } from '../../ui/facts.js';
import { ButtonLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { Page } from '../../ui/page.js';
import { Panel } from '../../ui/panel.js';
import { QueryView } from '../../ui/query-view.js';
import { OrderState } from '../../ui/state-badge.js';
import { Timeline } from '../../ui/timeline.js';
import { OrderInvoices } from '../invoice/order-invoices.js';

const route = getRouteApi('/account/orders/$id');

export function OrderPage() {
  const { id } = route.useParams();
  const order = useQuery(trpc.orders.get.queryOptions({ id }));
  return (
    <QueryView query={order} skeleton={<OrderSkeleton />}>
      {(data) => <Order order={data} />}
    </QueryView>
  );
}

function Order({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Page
      title={`${order.serviceName} ${order.planName}`}
      text={`${t(`order.kind.${order.kind}`)} · ${format.dateTime(order.createdAt)}`}
      above={[{ label: t('order.title'), to: '/orders' }]}
      actions={
        <>
          <span role="status">
            <OrderState status={order.status} />
          </span>
          {order.payment && <SeePayment order={order} transactionId={order.payment.transactionId} />}
          <OrderInvoices orderId={order.id} />
          {order.subscriptionId && <SeeSubscription subscriptionId={order.subscriptionId} />}
        </>
      }
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <Panel title={t('order.items')}>
          <Facts
            rows={[
              ...order.items.map(
                (item) => [item.description, <Money key="amount" amount={item.amount} />] as const,
              ),
              ...(order.discount > 0
                ? [[t('order.discount'), <Money key="discount" amount={-order.discount} />] as const]
                : []),
              [
                t('order.total'),
                <strong key="total">
                  <Money amount={order.total} />
                </strong>,
              ],
            ]}
          />
        </Panel>
        <Panel title={t('order.timeline')}>
          <Timeline entries={order.timeline} named />
        </Panel>
      </SimpleGrid>
    </Page>
  );
}

function SeePayment({ order, transactionId }: { order: OrderDetail; transactionId: string }) {
  const { t } = useTranslation();
  const isAwaited = order.status === 'PENDING_PAYMENT';
  return (
    <ButtonLink
      to="/wallet/top-up/$transactionId"
      params={{ transactionId }}
      variant={isAwaited ? 'filled' : 'default'}
    >
      {t(isAwaited ? 'home.openTopUpAction' : 'wallet.transaction.openTopUp')}
    </ButtonLink>
  );
}

function SeeSubscription({ subscriptionId }: { subscriptionId: string }) {
  const { t } = useTranslation();
  return (
    <ButtonLink to="/subscriptions/$id" params={{ id: subscriptionId }} variant="default">
      {t('subscription.see')}
    </ButtonLink>
  );
}

function OrderSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton h={64} w="50%" />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Skeleton h={200} radius="lg" />
        <Skeleton h={240} radius="lg" />
      </SimpleGrid>
    </Stack>
  );
}
