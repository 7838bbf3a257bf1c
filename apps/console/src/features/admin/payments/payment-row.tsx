import { Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFormat } from '../../../format/use-format.js';
import { Money } from '../../../ui/money.js';
import type { AdminPayment } from './payment.js';
import { FlagBadge, PaymentState } from './payment-state.js';
import { useWayWords } from './way-words.js';

export function PaymentRow({ payment }: { payment: AdminPayment }) {
  const format = useFormat();
  const wayWords = useWayWords();
  const { transactionId, amount, user, createdAt, flag, paymentStatus } = payment;
  return (
    <Link to="/admin/payments/$id" params={{ id: transactionId }} className="row-link">
      <Group justify="space-between" gap="xs">
        <div style={{ flex: '1 1 260px', minWidth: 0 }}>
          <Text fw={600} truncate>
            <Money amount={amount} /> · {user.name}
          </Text>
          <Text size="sm" c="dimmed" truncate>
            {wayWords(payment)}
          </Text>
          <Text size="sm" c="dimmed" className="figures">
            {format.dateTime(createdAt)}
          </Text>
        </div>
        <Group gap="xs">
          {flag && <FlagBadge flag={flag} />}
          <PaymentState status={paymentStatus} />
        </Group>
      </Group>
    </Link>
  );
}
