import { Button, Stack, Text, Title } from '@mantine/core';
import type { PlanView } from '@minispod/contracts/catalog';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionView } from '@minispod/contracts/subscription';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { Facts } from '../../ui/facts.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { usePlanSizes } from './plan-sizes.js';
import { periodPrice } from './price-words.js';
import { useUpdate } from './use-update.js';

interface DowngradeProps {
  subscription: SubscriptionView;
  plan: PlanView;
  current: PlanView;
  onDone: () => void;
}

/** What a smaller plan changes, and from when. */
export function Downgrade({ subscription, plan, current, onDone }: DowngradeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sizes = usePlanSizes();
  const update = useUpdate();
  const before = new Map(sizes(current));
  const isNow = subscription.status === 'SUSPENDED';
  const cycle = subscription.nextCycle ?? subscription.billingCycle;
  const words = {
    date: format.date(subscription.endDate),
    plan: plan.name,
    // Also when it is nothing: “costs Free” would be no sentence.
    price: `${formatRupiah(periodPrice(plan, cycle) ?? plan.monthlyPrice)} ${t(cycle === 'YEARLY' ? 'common.perYear' : 'common.perMonth')}`,
  };
  return (
    <Stack gap="md">
      <Title order={2}>
        {t(isNow ? 'subscription.change.downNowTitle' : 'subscription.change.downTitle', words)}
      </Title>
      <Text>{t(isNow ? 'subscription.change.downNowText' : 'subscription.change.downText', words)}</Text>
      <Facts
        rows={sizes(plan).map(([label, value]) => [
          label,
          before.get(label) === value
            ? value
            : t('subscription.change.less', { after: value, before: before.get(label) ?? '' }),
        ])}
      />
      <Text size="sm" c="dimmed">
        {t('subscription.change.downWarning')}
      </Text>
      {update.error && <ProblemPanel error={update.error} />}
      <Button
        size="lg"
        fullWidth
        loading={update.isPending}
        onClick={() => update.mutate({ id: subscription.id, downgradeTo: plan.id }, { onSuccess: onDone })}
      >
        {t(isNow ? 'subscription.change.downNowAction' : 'subscription.change.downAction', words)}
      </Button>
    </Stack>
  );
}
