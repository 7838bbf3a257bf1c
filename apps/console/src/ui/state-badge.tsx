import { Badge } from '@mantine/core';
import type { InstanceStatus } from '@minispod/contracts/instance';
import type { OrderStatus } from '@minispod/contracts/order';
import type { TransactionStatus } from '@minispod/contracts/wallet';
import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleMinus,
  IconHandStop,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** The five things a colour may say; each has its icon too, so that nobody depends on the colour. */
const TONES = {
  running: { color: 'green', Icon: IconCircleCheckFilled },
  progress: { color: 'blue', Icon: IconCircleDashed },
  attention: { color: 'amber', Icon: IconHandStop },
  broken: { color: 'red', Icon: IconAlertTriangleFilled },
  off: { color: 'gray', Icon: IconCircleMinus },
} as const;
type Tone = keyof typeof TONES;

const INSTANCE_TONES: Record<InstanceStatus, Tone> = {
  PENDING: 'progress',
  PROVISIONING: 'progress',
  RUNNING: 'running',
  STOPPED: 'off',
  ERROR: 'broken',
  TERMINATED: 'off',
  MAINTENANCE: 'attention',
  SUSPENDED: 'attention',
};

const ORDER_TONES: Record<OrderStatus, Tone> = {
  PENDING_PAYMENT: 'attention',
  PAID: 'progress',
  PROVISIONING: 'progress',
  ACTIVE: 'running',
  FAILED: 'broken',
  CANCELED: 'off',
};

const TRANSACTION_TONES: Record<TransactionStatus, Tone> = {
  PENDING: 'progress',
  COMPLETED: 'running',
  FAILED: 'off',
  CANCELLED: 'off',
  REFUNDED: 'off',
};

function StateBadge({ tone, word, size = 'md' }: { tone: Tone; word: string; size?: 'md' | 'lg' }) {
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

export function InstanceState({ status, size }: { status: InstanceStatus; size?: 'md' | 'lg' }) {
  const { t } = useTranslation();
  return <StateBadge tone={INSTANCE_TONES[status]} word={t(`states.instance.${status}`)} size={size} />;
}

export function OrderState({ status }: { status: OrderStatus }) {
  const { t } = useTranslation();
  return <StateBadge tone={ORDER_TONES[status]} word={t(`states.order.${status}`)} />;
}

export function TransactionState({ status }: { status: TransactionStatus }) {
  const { t } = useTranslation();
  return <StateBadge tone={TRANSACTION_TONES[status]} word={t(`states.transaction.${status}`)} />;
}
