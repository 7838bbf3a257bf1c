import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/use-format.js';
import { Copy } from '../../../ui/copy.js';
import { Facts } from '../../../ui/facts.js';
import { AnchorLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import { useFailureWord } from './failure-word.js';
import type { PaymentDetail } from './payment.js';

export function PaymentFacts({ payment }: { payment: PaymentDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const failureWord = useFailureWord();
  const { user, transactionId, gatewayReference, gatewayStatus, reviewNote, failure, refundable } = payment;
  const isOpen = ['PENDING', 'UNCERTAIN', 'IN_REVIEW'].includes(payment.paymentStatus);
  const at = (iso: string | null) => iso !== null && <span className="figures">{format.dateTime(iso)}</span>;
  const rows: [string, ReactNode][] = [
    [
      t('payments.detail.customer'),
      <AnchorLink key="user" to="/admin/users/$id" params={{ id: user.id }} underline="always">
        {user.email}
      </AnchorLink>,
    ],
    [t('payments.detail.number'), <Code key="id" value={transactionId} what={t('payments.detail.number')} />],
    [
      t('payments.detail.reference'),
      gatewayReference && gatewayReference !== transactionId && (
        <Code key="ref" value={gatewayReference} what={t('payments.detail.reference')} />
      ),
    ],
    [
      t('payments.detail.gatewayStatus'),
      gatewayStatus && (
        <span key="status" className="address">
          {gatewayStatus}
        </span>
      ),
    ],
    [t('payments.detail.failure'), failure && failureWord(failure)],
    [t('payments.detail.note'), reviewNote],
    [t('payments.detail.opened'), at(payment.createdAt)],
    [t('payments.detail.expires'), isOpen && at(payment.expiresAt)],
    [t('payments.detail.paid'), at(payment.paidAt)],
    [t('payments.detail.nextCheck'), isOpen && at(payment.nextCheckAt)],
    [
      t('payments.detail.reversed'),
      payment.reversedAmount > 0 && <Money key="back" amount={payment.reversedAmount} />,
    ],
    [t('payments.detail.refundable'), payment.paidAt && <Money key="left" amount={refundable} />],
    [t('payments.detail.order'), payment.orderId && t('payments.detail.orderText')],
  ];
  return <Facts rows={rows.filter(([, value]) => value)} />;
}

function Code({ value, what }: { value: string; what: string }) {
  return (
    <Group gap="xs" justify="flex-end">
      <span className="address">{value}</span>
      <Copy value={value} what={what} />
    </Group>
  );
}
