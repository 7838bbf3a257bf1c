import '@mantine/core/styles/List.css';
import { Badge, Button, Card, Group, List, Stack, Text, Title } from '@mantine/core';
import type { BillingCycle, PlanView } from '@minispod/contracts/catalog';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { type Icon, IconCheck, IconCpu, IconDatabase, IconDeviceSdCard } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatStorage } from '../../format/size.js';
import { useFormat } from '../../format/use-format.js';
import { useLocale } from '../../texts/locale.js';
import { localized } from '../../texts/localized.js';
import classes from './plan-card.module.css';

/** From here on the number of free places is worth telling. */
const FEW_SLOTS = 5;

interface PlanCardProps {
  plan: PlanView;
  /** The plan before it: what this one has more of is highlighted. */
  smaller?: PlanView;
  cycle: BillingCycle;
  onChoose: (cycle: BillingCycle) => void;
}

export function PlanCard({ plan, smaller, cycle, onChoose }: PlanCardProps) {
  const { t } = useTranslation();
  const { description } = localized(plan, useLocale());
  const isYearly = cycle === 'YEARLY' && plan.yearlyPrice !== undefined;
  const soldOut = plan.availableQuota === 0;
  return (
    <Card
      component="article"
      aria-label={plan.name}
      className={`surface ${classes.plan}`}
      data-popular={plan.isPopular || undefined}
    >
      <Stack gap="md" h="100%">
        <Stack gap={4}>
          <Group justify="space-between" gap="xs" mih={28}>
            <Title order={3}>{plan.name}</Title>
            {plan.isPopular && (
              <Badge variant="filled" tt="none" size="lg">
                {t('catalog.mostChosen')}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {description}
          </Text>
        </Stack>
        <Price plan={plan} isYearly={isYearly} wantsYearly={cycle === 'YEARLY'} />
        <Sizes plan={plan} smaller={smaller} />
        <Features plan={plan} smaller={smaller} />
        <Stack gap="xs" mt="auto">
          {plan.availableQuota <= FEW_SLOTS && (
            <Text size="sm" fw={600} c={soldOut ? 'dimmed' : 'var(--warn)'}>
              {soldOut ? t('catalog.slotsGone') : t('catalog.slotsLeft', { count: plan.availableQuota })}
            </Text>
          )}
          <Button
            fullWidth
            variant={plan.isPopular && !soldOut ? 'filled' : 'default'}
            onClick={() => onChoose(isYearly ? 'YEARLY' : 'MONTHLY')}
          >
            {soldOut ? t('catalog.soldOutCard') : t('catalog.choose', { plan: plan.name })}
          </Button>
        </Stack>
      </Stack>
    </Card>
  );
}

interface PriceProps {
  plan: PlanView;
  isYearly: boolean;
  wantsYearly: boolean;
}

function Price({ plan, isYearly, wantsYearly }: PriceProps) {
  const { t } = useTranslation();
  const price = isYearly && plan.yearlyPrice !== undefined ? plan.yearlyPrice : plan.monthlyPrice;
  const saved = plan.monthlyPrice * 12 - price;
  return (
    <div>
      <Group gap={6} align="baseline">
        <Text fz={28} fw={700} lh={1.2} className="figures">
          {price === 0 ? t('common.free') : formatRupiah(price)}
        </Text>
        {price > 0 && <Text c="dimmed">{t(isYearly ? 'common.perYear' : 'common.perMonth')}</Text>}
      </Group>
      <Text size="sm" c="dimmed" mih={22}>
        {plan.setupFee > 0 && t('catalog.setupFee', { amount: formatRupiah(plan.setupFee) })}
        {plan.setupFee > 0 && isYearly && saved > 0 && '; '}
        {isYearly && saved > 0 && t('catalog.yearlySaves', { amount: formatRupiah(saved) })}
        {wantsYearly && !isYearly && price > 0 && t('catalog.yearlyNone')}
      </Text>
    </div>
  );
}

function Sizes({ plan, smaller }: { plan: PlanView; smaller?: PlanView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sizes: [Icon, string, string, boolean][] = [
    [
      IconCpu,
      t('catalog.processor'),
      format.cpu(plan.cpuMilli),
      plan.cpuMilli > (smaller?.cpuMilli ?? plan.cpuMilli),
    ],
    [
      IconDeviceSdCard,
      t('catalog.memory'),
      format.memory(plan.memoryMb),
      plan.memoryMb > (smaller?.memoryMb ?? plan.memoryMb),
    ],
    [
      IconDatabase,
      t('catalog.storage'),
      formatStorage(plan.storageGb),
      plan.storageGb > (smaller?.storageGb ?? plan.storageGb),
    ],
  ];
  return (
    <ul className={classes.sizes}>
      {sizes.map(([Glyph, label, value, more]) => (
        <li key={label}>
          <Glyph size={18} stroke={1.75} aria-hidden />
          <span>{label}</span>
          <strong data-more={more || undefined} className="figures">
            {value}
          </strong>
        </li>
      ))}
    </ul>
  );
}

function Features({ plan, smaller }: { plan: PlanView; smaller?: PlanView }) {
  const locale = useLocale();
  const before = new Set(smaller ? localized(smaller, locale).features : []);
  const features = localized(plan, locale).features;
  if (features.length === 0) return null;
  return (
    <List spacing={6} size="sm" listStyleType="none" classNames={{ itemWrapper: classes.feature }}>
      {features.map((feature) => (
        <List.Item
          key={feature}
          fw={smaller && !before.has(feature) ? 600 : 400}
          icon={<IconCheck size={17} aria-hidden className={classes.check} />}
        >
          {feature}
        </List.Item>
      ))}
    </List>
  );
}
