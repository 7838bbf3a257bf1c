import { Badge } from '@mantine/core';
import type { PaymentFlag, PaymentStatus } from '@minispod/contracts/wallet';
import { IconFlagFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../../ui/state-badge.js';
import type { Tone } from '../../../ui/tones.js';

const TONES: Record<PaymentStatus, Tone> = {
  PENDING: 'progress',
  UNCERTAIN: 'attention',
  IN_REVIEW: 'attention',
  PAID: 'running',
  PARTIALLY_REVERSED: 'off',
  REVERSED: 'off',
  FAILED: 'off',
  EXPIRED: 'off',
  CANCELLED: 'off',
};

export function PaymentState({ status, size }: { status: PaymentStatus; size?: 'md' | 'lg' }) {
  const { t } = useTranslation();
  return <StateBadge tone={TONES[status]} word={t(`payments.status.${status}`)} {...(size && { size })} />;
}

/** Something an operator should look at. */
export function FlagBadge({ flag }: { flag: PaymentFlag }) {
  const { t } = useTranslation();
  return (
    <Badge
      color="red"
      variant="light"
      size="lg"
      tt="none"
      fw={600}
      style={{ flex: 'none' }}
      leftSection={<IconFlagFilled size={15} aria-hidden />}
    >
      {t(`payments.flag.${flag}`)}
    </Badge>
  );
}
