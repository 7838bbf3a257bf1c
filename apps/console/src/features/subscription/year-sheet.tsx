import { Button, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionDetail } from '@minispod/contracts/subscription';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useStay } from '../../app/stay.js';
import { trpc } from '../../app/trpc.js';
import { Confirm } from '../../ui/confirm.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { Summary, SummaryLine } from '../../ui/summary.js';
import { TopUpLink } from '../../ui/top-up-link.js';
import { useUpdate } from './use-update.js';

interface YearSheetProps {
  subscription: SubscriptionDetail;
  /** A year's price, rupiah. */
  year: number;
  onClose: () => void;
}

/** What a year costs now that the unused part of the month is taken off. */
export function YearSheet({ subscription, year, onClose }: YearSheetProps) {
  const { t } = useTranslation();
  const update = useUpdate();
  useStay(update.isPending);
  const balance = useQuery(trpc.wallet.get.queryOptions()).data?.creditBalance ?? 0;
  const { id, service, plan } = subscription;
  const unused = Math.min(subscription.unused, year);
  const amount = year - unused;
  const missing = Math.max(0, amount - balance);
  return (
    <Confirm title={t('subscription.cycle.sheetTitle', { service: service.name })} onClose={onClose}>
      <Text>{t('subscription.cycle.text')}</Text>
      <Summary label={t('subscribe.summary')}>
        <SummaryLine
          label={t('subscription.cycle.yearLine', { plan: `${service.name} ${plan.name}` })}
          amount={year}
        />
        <SummaryLine label={t('subscription.cycle.unusedLine')} amount={-unused} />
        <SummaryLine label={t('subscription.cycle.totalNow')} amount={amount} strong />
        <SummaryLine label={t('subscribe.balanceNow')} amount={balance} />
        {missing > 0 ? (
          <SummaryLine label={t('subscribe.missing')} amount={missing} warn />
        ) : (
          <SummaryLine label={t('subscribe.balanceAfter')} amount={balance - amount} />
        )}
      </Summary>
      {update.error && <ProblemPanel error={update.error} />}
      {missing > 0 ? (
        <TopUpLink missing={missing} returnTo={`/subscriptions/${id}`} fullWidth>
          {t('subscription.due.topUp', { amount: formatRupiah(missing) })}
        </TopUpLink>
      ) : (
        <Button
          size="lg"
          fullWidth
          loading={update.isPending}
          onClick={() => update.mutate({ id, billingCycle: 'YEARLY' }, { onSuccess: onClose })}
        >
          {t('subscription.cycle.pay', { amount: formatRupiah(amount) })}
        </Button>
      )}
    </Confirm>
  );
}
