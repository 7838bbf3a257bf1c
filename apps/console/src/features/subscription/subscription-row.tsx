import { Group, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionView } from '@minispod/contracts/subscription';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { AppLogo } from '../../ui/app-logo.js';
import { SubscriptionState } from '../../ui/state-badge.js';
import { situationOf } from './situation.js';

/** Its state in words, with the date and amount that matter in it. */
export function useSituationWords(): (subscription: SubscriptionView) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (subscription) => {
    const { endDate, gracePeriodEnd, retentionEnd, amountDue, nextPrice } = subscription;
    const situation = situationOf(subscription);
    const date =
      (situation === 'GRACE' && gracePeriodEnd) || (situation === 'UNPAID' && retentionEnd) || endDate;
    return t(`subscription.situation.${situation}`, {
      date: format.date(date),
      amount: formatRupiah(amountDue || nextPrice),
    });
  };
}

export function SubscriptionRow({ subscription }: { subscription: SubscriptionView }) {
  const words = useSituationWords();
  const { service, plan } = subscription;
  return (
    <Link to="/subscriptions/$id" params={{ id: subscription.id }} className="row-link">
      <Group gap="xs" justify="space-between">
        <Group wrap="nowrap" gap="md" style={{ flex: '1 1 240px', minWidth: 0 }}>
          <AppLogo icon={service.icon} name={service.name} />
          <div style={{ minWidth: 0 }}>
            <Text fw={600} truncate>
              {service.name} {plan.name}
            </Text>
            <Text size="sm" c="dimmed">
              {words(subscription)}
            </Text>
          </div>
        </Group>
        <SubscriptionState subscription={subscription} />
      </Group>
    </Link>
  );
}
