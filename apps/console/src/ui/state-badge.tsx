import { Badge } from '@mantine/core';
import type { InstanceView } from '@minispod/contracts/instance';
import type { OrderStatus } from '@minispod/contracts/order';
import type { SubscriptionStatus } from '@minispod/contracts/subscription';
import type { TransactionStatus } from '@minispod/contracts/wallet';
import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleMinus,
  IconHandStop,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { INSTANCE_TONES, ORDER_TONES, SUBSCRIPTION_TONES, type Tone, TRANSACTION_TONES } from './tones.js';

/** The five things a colour may say; each has its icon too, so that nobody depends on the colour. */
const TONES = {
  running: { color: 'green', Icon: IconCircleCheckFilled },
  progress: { color: 'blue', Icon: IconCircleDashed },
  attention: { color: 'amber', Icon: IconHandStop },
  broken: { color: 'red', Icon: IconAlertTriangleFilled },
  off: { color: 'gray', Icon: IconCircleMinus },
} as const satisfies Record<Tone, object>;

export function StateBadge({ tone, word, size = 'md' }: { tone: Tone; word: string; size?: 'md' | 'lg' }) {
  const { color, Icon } = TONES[tone];
  return (
    <Badge
      color={color}
      variant="light"
      size={size === 'lg' ? 'xl' : 'lg'}
      tt="none"
      fw={600}
      style={{ flex: 'none' }}
      leftSection={<Icon size={size === 'lg' ? 18 : 15} aria-hidden />}
    >
      {word}
    </Badge>
  );
}

interface InstanceStateProps {
  instance: Pick<InstanceView, 'status' | 'health' | 'deletionDueAt'>;
  size?: 'md' | 'lg';
}

/** One in the bin, and one that runs without answering, say that before anything else. */
export function InstanceState({ instance: { status, health, deletionDueAt }, size }: InstanceStateProps) {
  const { t } = useTranslation();
  if (deletionDueAt !== null && status !== 'TERMINATED')
    return <StateBadge tone="attention" word={t('states.inBin')} size={size} />;
  if (status === 'RUNNING' && health.status === 'unhealthy')
    return <StateBadge tone="broken" word={t('states.unhealthy')} size={size} />;
  return <StateBadge tone={INSTANCE_TONES[status]} word={t(`states.instance.${status}`)} size={size} />;
}

interface SubscriptionStateProps {
  subscription: { status: SubscriptionStatus; gracePeriodEnd: string | null };
  size?: 'md' | 'lg';
}

/** One in grace still runs, yet needs its owner. */
export function SubscriptionState({ subscription, size }: SubscriptionStateProps) {
  const { t } = useTranslation();
  const { status, gracePeriodEnd } = subscription;
  const inGrace = status === 'ACTIVE' && gracePeriodEnd !== null;
  return (
    <StateBadge
      tone={inGrace ? 'attention' : SUBSCRIPTION_TONES[status]}
      word={t(inGrace ? 'states.grace' : `states.subscription.${status}`)}
      size={size}
    />
  );
}

export function OrderState({ status }: { status: OrderStatus }) {
  const { t } = useTranslation();
  return <StateBadge tone={ORDER_TONES[status]} word={t(`states.order.${status}`)} />;
}

export function TransactionState({ status }: { status: TransactionStatus }) {
  const { t } = useTranslation();
  return <StateBadge tone={TRANSACTION_TONES[status]} word={t(`states.transaction.${status}`)} />;
}
