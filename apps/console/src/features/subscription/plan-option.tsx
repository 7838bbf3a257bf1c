import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { type BillingCycle, isHigherTier, type PlanView } from '@minispod/contracts/catalog';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/facts.js';
import { usePlanSizes } from './plan-sizes.js';
import { periodPrice, priceWords } from './price-words.js';

interface PlanOptionProps {
  plan: PlanView;
  current: PlanView;
  cycle: BillingCycle;
  isChosen: boolean;
  isPlanned: boolean;
  onChoose: () => void;
}

/** One plan beside the others: price, sizes, and what differs from the present one in bold. */
export function PlanOption({ plan, current, cycle, isChosen, isPlanned, onChoose }: PlanOptionProps) {
  const { t } = useTranslation();
  const sizes = usePlanSizes();
  const isCurrent = plan.id === current.id;
  const isFull = plan.availableQuota === 0 && !isCurrent;
  // For a higher plan one can wait in line; a lower one is taken when the period ends.
  const mayWait = isHigherTier(plan.planType, current.planType);
  const before = new Map(sizes(current));
  return (
    <Card
      component="article"
      aria-label={plan.name}
      padding="md"
      style={isChosen ? { borderColor: 'var(--mantine-color-tide-5)' } : undefined}
    >
      <Stack gap="sm" h="100%">
        <Group justify="space-between" gap="xs" mih={26}>
          <Title order={3}>{plan.name}</Title>
          {(isCurrent || isPlanned) && (
            <Badge variant="light" color={isCurrent ? 'gray' : 'blue'} tt="none">
              {t(isCurrent ? 'subscription.change.current' : 'subscription.change.planned')}
            </Badge>
          )}
        </Group>
        <Text fw={700} className="figures">
          {priceWords(periodPrice(plan, cycle) ?? 0, cycle, t)}
        </Text>
        <Facts
          rows={sizes(plan).map(([label, value]) => [
            label,
            <Text key={label} component="span" inherit fw={before.get(label) === value ? 400 : 700}>
              {value}
            </Text>,
          ])}
        />
        {!isCurrent && !isPlanned && (
          <Button
            mt="auto"
            fullWidth
            variant={isChosen ? 'light' : 'default'}
            disabled={isFull && !mayWait}
            aria-pressed={isChosen}
            onClick={onChoose}
            leftSection={isChosen && <IconCheck size={18} aria-hidden />}
          >
            {isChosen
              ? t('subscription.change.chosen')
              : isFull
                ? t(mayWait ? 'subscription.change.waitFor' : 'subscription.change.soldOut')
                : t('subscription.change.choose', { plan: plan.name })}
          </Button>
        )}
      </Stack>
    </Card>
  );
}
