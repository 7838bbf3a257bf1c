import { Stack, Text } from '@mantine/core';
import type { BillingCycle, PlanView, ServiceView } from '@minispod/contracts/catalog';
import { useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../ui/links.js';
import { PriceSummary } from './price-summary.js';

interface VisitorSummaryProps {
  service: ServiceView;
  plan: PlanView;
  cycle: BillingCycle;
}

/** A visitor sees what it costs, and is brought back to this very sheet after registering. */
export function VisitorSummary({ service, plan, cycle }: VisitorSummaryProps) {
  const { t } = useTranslation();
  const { href } = useLocation();
  const price = (cycle === 'YEARLY' ? plan.yearlyPrice : undefined) ?? plan.monthlyPrice;
  return (
    <Stack gap="md">
      <PriceSummary
        planName={`${service.name} ${plan.name}`}
        cycle={cycle}
        lines={[
          { kind: 'PLAN', amount: price },
          ...(plan.setupFee > 0 ? [{ kind: 'SETUP_FEE' as const, amount: plan.setupFee }] : []),
        ]}
        discount={0}
        total={price + plan.setupFee}
      />
      {plan.availableQuota === 0 && <Text fw={600}>{t('waitlist.visitor')}</Text>}
      <Text size="sm" c="dimmed">
        {t('subscribe.promise')}
      </Text>
      <ButtonLink to="/register" search={{ redirect: href }} size="lg" fullWidth>
        {t('subscribe.registerToStart')}
      </ButtonLink>
      <ButtonLink to="/login" search={{ redirect: href }} variant="default" fullWidth>
        {t('subscribe.haveAccount')}
      </ButtonLink>
      <Text size="sm" c="dimmed" ta="center">
        {t('subscribe.registerHint')}
      </Text>
    </Stack>
  );
}
