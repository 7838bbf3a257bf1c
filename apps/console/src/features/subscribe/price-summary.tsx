import { Group, Stack, Text, Title } from '@mantine/core';
import type { BillingCycle } from '@minispod/contracts/catalog';
import type { PriceLine } from '@minispod/contracts/subscription';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../ui/money.js';

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
    <Stack
      component="section"
      aria-label={t('subscribe.summary')}
      gap="xs"
      p="md"
      bg="var(--surface-raised)"
      style={{ borderRadius: 14 }}
    >
      <Title order={3}>{t('subscribe.summary')}</Title>
      {lines.map((line) => (
        <SummaryLine key={line.kind} label={words[line.kind]} amount={line.amount} />
      ))}
      {discount > 0 && <SummaryLine label={t('subscribe.discount')} amount={-discount} />}
      <SummaryLine label={t('subscribe.total')} amount={total} strong />
      {children}
    </Stack>
  );
}

interface SummaryLineProps {
  label: string;
  amount: number;
  strong?: boolean;
  warn?: boolean;
}

export function SummaryLine({ label, amount, strong = false, warn = false }: SummaryLineProps) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="md" c={warn ? 'var(--warn)' : undefined}>
      <Text size={strong ? 'md' : 'sm'} fw={strong || warn ? 700 : 400}>
        {label}
      </Text>
      <Text size={strong ? 'md' : 'sm'} fw={strong || warn ? 700 : 500}>
        <Money amount={amount} />
      </Text>
    </Group>
  );
}
