import { Alert, Button, Divider, Stack, Text } from '@mantine/core';
import type { PlanView, ServiceView } from '@minispod/contracts/catalog';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { QuoteView } from '@minispod/contracts/subscription';
import { MINIMUM_TOP_UP } from '@minispod/contracts/wallet';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { detailsOf, problemOf } from '../../app/problem.js';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { ButtonLink } from '../../ui/links.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { SummaryLine } from '../../ui/summary.js';
import { isObstacle, Obstacle } from './obstacle.js';
import { type DirectPayment, PayDirectly } from './pay-directly.js';
import { PriceSummary } from './price-summary.js';
import { KeptPlace, Waitlist } from './waitlist.js';

const route = getRouteApi('/catalog/$slug');

interface CheckoutProps {
  service: ServiceView;
  plan: PlanView;
  quote: QuoteView;
  order: { isBusy: boolean; error: unknown };
  direct: DirectPayment;
  onOtherPlans: () => void;
}

/** What it costs, what is left afterwards, and the one button that follows from it. */
export function Checkout({ service, plan, quote, order, direct, onOtherPlans }: CheckoutProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { funded } = route.useSearch();
  const problem = order.error ?? direct.error;
  const refused = problem ? problemOf(problem) : null;
  const obstacle = isObstacle(refused?.code)
    ? refused.code
    : isObstacle(quote.obstacle)
      ? quote.obstacle
      : null;
  if (obstacle === 'QUOTA_EXCEEDED') return <Waitlist plan={plan} onOtherPlans={onOtherPlans} />;
  if (obstacle) {
    const existing =
      refused && (detailsOf(refused, 'DUPLICATE_SUBSCRIPTION') ?? detailsOf(refused, 'UPGRADE_REQUIRED'));
    return (
      <Obstacle
        obstacle={obstacle}
        serviceName={service.name}
        planName={plan.name}
        subscriptionId={existing?.subscriptionId ?? quote.subscriptionId}
        onOtherPlans={onOtherPlans}
      />
    );
  }
  const isFieldMistake = refused?.code === 'CONFLICT' && Boolean(detailsOf(refused, 'CONFLICT')?.subdomain);
  return (
    <Stack gap="md">
      <KeptPlace plan={plan} />
      {funded && quote.shortfall === 0 && (
        <Alert color="green" icon={<IconCircleCheck aria-hidden />}>
          {t('subscribe.finish')}
        </Alert>
      )}
      <PriceSummary
        planName={`${service.name} ${plan.name}`}
        cycle={quote.billingCycle}
        lines={quote.lines}
        discount={quote.discount}
        total={quote.total}
      >
        <SummaryLine label={t('subscribe.balanceNow')} amount={quote.balance} />
        {quote.shortfall > 0 ? (
          <SummaryLine label={t('subscribe.missing')} amount={quote.shortfall} warn />
        ) : (
          <SummaryLine label={t('subscribe.balanceAfter')} amount={quote.balanceAfter} />
        )}
      </PriceSummary>
      {order.error !== null && !isFieldMistake && <ProblemPanel error={order.error} />}
      <Stack gap="xs">
        {quote.shortfall === 0 && (
          <Button type="submit" size="lg" fullWidth loading={order.isBusy} disabled={direct.isBusy}>
            {quote.total === 0
              ? t('subscribe.startFree')
              : t('subscribe.pay', { amount: formatRupiah(quote.total) })}
          </Button>
        )}
        <WithoutCredit quote={quote} direct={isFieldMistake ? { ...direct, error: null } : direct} />
        <Text size="sm" c="dimmed">
          {quote.total > 0 && t('subscribe.promise')}{' '}
          {quote.total > 0
            ? t('subscribe.renews', {
                date: format.date(quote.renewsAt),
                amount: formatRupiah(quote.lines.find(({ kind }) => kind === 'PLAN')?.amount ?? quote.total),
              })
            : t('subscribe.renewsFree', { date: format.date(quote.renewsAt) })}
        </Text>
      </Stack>
    </Stack>
  );
}

/** Paying at once; from the balance after a top-up where it falls short; at once is only an offer where it does not. */
function WithoutCredit({ quote: { total, shortfall }, direct }: Pick<CheckoutProps, 'quote' | 'direct'>) {
  const { t } = useTranslation();
  const [isWanted, setWanted] = useState(false);
  const wallet = useQuery(trpc.wallet.get.queryOptions()).data;
  // What is owed would be paid first, and a payment begins at ten thousand.
  const isPossible = wallet?.receivable === 0 && total >= MINIMUM_TOP_UP;
  if (!isPossible) return shortfall > 0 && <TopUpFirst shortfall={shortfall} />;
  if (shortfall === 0 && !isWanted) {
    return (
      <Button variant="subtle" onClick={() => setWanted(true)}>
        {t('topUp.direct.other')}
      </Button>
    );
  }
  return (
    <Stack gap="md" mt={shortfall === 0 ? 'md' : 0}>
      <PayDirectly total={total} direct={direct} />
      {shortfall > 0 && (
        <>
          <Divider label={t('topUp.direct.or')} />
          <TopUpFirst shortfall={shortfall} isSecond />
        </>
      )}
    </Stack>
  );
}

/** To the wallet with the missing amount filled in, and back to this sheet once it is paid. */
function TopUpFirst({ shortfall, isSecond = false }: { shortfall: number; isSecond?: boolean }) {
  const { t } = useTranslation();
  const { href } = useLocation();
  const returnTo = href.includes('funded=') ? href : `${href}&funded=true`;
  return (
    <>
      <ButtonLink
        to="/wallet/top-up"
        search={{ amount: Math.max(shortfall, MINIMUM_TOP_UP), returnTo }}
        size={isSecond ? 'md' : 'lg'}
        variant={isSecond ? 'default' : 'filled'}
        fullWidth
      >
        {t('subscribe.topUp', { amount: formatRupiah(shortfall) })}
      </ButtonLink>
      {shortfall < MINIMUM_TOP_UP && (
        <Text size="sm" c="dimmed">
          {t('subscribe.topUpMinimum', { amount: formatRupiah(MINIMUM_TOP_UP) })}
        </Text>
      )}
    </>
  );
}
