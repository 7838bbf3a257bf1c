import { Title } from '@mantine/core';
import type { BillingCycle } from '@minispod/contracts/catalog';
import type { PriceLine } from '@minispod/contracts/subscription';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Summary, SummaryLine } from '../../ui/summary.js';

interface PriceSummaryProps {
  planName: string;
  cycle: BillingCycle;
  lines: Pick<PriceLine, 'kind' | 'amount'>[];
  discount: number;
  total: number;
  /** Balance before and after, for those who have one. */
  children?: ReactNode;
}

export function PriceSummary({ planName, cycle, lines, discount, total, children }: PriceSummaryProps) {
  const { t } = useTranslation();
  const words: Record<PriceLine['kind'], string> = {
    PLAN: t(cycle === 'YEARLY' ? 'subscribe.linePlanYearly' : 'subscribe.linePlanMonthly', {
      plan: planName,
    }),
    SETUP_FEE: t('subscribe.lineSetup'),
  };
  return (
    <Summary label={t('subscribe.summary')}>
      <Title order={3}>{t('subscribe.summary')}</Title>
      {lines.map((line) => (
        <SummaryLine key={line.kind} label={words[line.kind]} amount={line.amount} />
      ))}
      {discount > 0 && <SummaryLine label={t('subscribe.discount')} amount={-discount} />}
      <SummaryLine label={t('subscribe.total')} amount={total} strong />
      {children}
    </Summary>
  );
}
