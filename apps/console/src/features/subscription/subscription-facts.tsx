import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionDetail } from '@minispod/contracts/subscription';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { Facts } from '../../ui/facts.js';
import { Panel } from '../../ui/panel.js';
import { priceWords } from './price-words.js';

export function SubscriptionFacts({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const {
    plan,
    price,
    nextPrice,
    billingCycle,
    startDate,
    endDate,
    lastBilled,
    lastChargeAmount,
    amountDue,
  } = subscription;
  const rows: [string, ReactNode][] = [
    [t('subscription.plan'), plan.name],
    [
      t('subscription.price'),
      <span key="price" className="figures">
        {priceWords(price, billingCycle, t)}
      </span>,
    ],
    [t('subscription.since'), format.date(startDate)],
    [t('subscription.period'), format.date(endDate)],
  ];
  const isRenewing = subscription.status === 'ACTIVE' && subscription.autoRenew && amountDue === 0;
  if (isRenewing && subscription.nextBilling) {
    const date = format.date(subscription.nextBilling);
    const value = t('subscription.lastChargeValue', { amount: formatRupiah(nextPrice), date });
    rows.push([t('subscription.renewal'), nextPrice === 0 ? date : value]);
  }
  if (subscription.previousPlanName) {
    rows.push([t('subscription.previousPlan'), subscription.previousPlanName]);
  }
  if (subscription.upgradeDate) {
    rows.push([t('subscription.upgradedOn'), format.date(subscription.upgradeDate)]);
  }
  if (lastBilled && lastChargeAmount) {
    rows.push([
      t('subscription.lastCharge'),
      t('subscription.lastChargeValue', {
        amount: formatRupiah(lastChargeAmount),
        date: format.date(lastBilled),
      }),
    ]);
  }
  if (subscription.failedCharges > 0) {
    rows.push([t('subscription.failedCharges'), String(subscription.failedCharges)]);
  }
  return (
    <Panel title={t('subscription.facts')}>
      <Facts rows={rows} />
    </Panel>
  );
}
