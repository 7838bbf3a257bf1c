import { Button, Group, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconArrowBackUp, IconCheck, IconFlagOff, IconRefresh, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../../app/query-client.js';
import { trpc } from '../../../app/trpc.js';
import { ProblemPanel } from '../../../ui/problem-panel.js';
import { CreditSheet, DeclineSheet } from './decide-sheets.js';
import type { PaymentDetail } from './payment.js';
import { RefundSheet } from './refund-sheet.js';
import { ApproveSheet, ClearFlagSheet, RejectSheet } from './review-sheets.js';

const SHEETS = {
  approve: ApproveSheet,
  reject: RejectSheet,
  refund: RefundSheet,
  clearFlag: ClearFlagSheet,
  credit: CreditSheet,
  decline: DeclineSheet,
};

/** What an administrator may do about one top-up in its present state. */
export function PaymentActions({ payment }: { payment: PaymentDetail }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<keyof typeof SHEETS | null>(null);
  const [told, setTold] = useState('');
  const recheck = useMutation(
    trpc.admin.payments.recheck.mutationOptions({
      onSuccess: ({ paymentStatus }) =>
        setTold(t('payments.recheck.done', { state: t(`payments.status.${paymentStatus}`) })),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() }),
    }),
  );
  const { gateway, paidAt, paymentStatus, refundable, amount, transactionId, flag, decisions } = payment;
  const isManual = gateway === 'manual';
  const canReject = isManual && (paymentStatus === 'PENDING' || paymentStatus === 'IN_REVIEW');
  const Sheet = asked && SHEETS[asked];
  return (
    <>
      <Group gap="sm">
        {!isManual && (
          <Button
            variant="default"
            loading={recheck.isPending}
            onClick={() => recheck.mutate({ id: transactionId })}
            leftSection={<IconRefresh size={18} aria-hidden />}
          >
            {t('payments.recheck.do')}
          </Button>
        )}
        {isManual && paidAt === null && (
          <Button onClick={() => setAsked('approve')} leftSection={<IconCheck size={18} aria-hidden />}>
            {t('payments.proofs.approve', { amount: formatRupiah(amount) })}
          </Button>
        )}
        {canReject && (
          <Button
            variant="light"
            color="red"
            onClick={() => setAsked('reject')}
            leftSection={<IconX size={18} aria-hidden />}
          >
            {t('payments.proofs.reject')}
          </Button>
        )}
        {decisions.includes('CREDIT') && (
          <Button onClick={() => setAsked('credit')} leftSection={<IconCheck size={18} aria-hidden />}>
            {t('payments.decide.credit', { amount: formatRupiah(amount) })}
          </Button>
        )}
        {decisions.includes('REJECT') && (
          <Button
            variant="light"
            color="red"
            onClick={() => setAsked('decline')}
            leftSection={<IconX size={18} aria-hidden />}
          >
            {t('payments.decide.reject')}
          </Button>
        )}
        {refundable > 0 && (
          <Button
            variant="default"
            onClick={() => setAsked('refund')}
            leftSection={<IconArrowBackUp size={18} aria-hidden />}
          >
            {t('payments.refund.open')}
          </Button>
        )}
        {flag !== null && decisions.length === 0 && (
          <Button
            variant="default"
            onClick={() => setAsked('clearFlag')}
            leftSection={<IconFlagOff size={18} aria-hidden />}
          >
            {t('payments.clearFlag.open')}
          </Button>
        )}
        <Text role="status" size="sm">
          {told}
        </Text>
      </Group>
      {recheck.error && <ProblemPanel error={recheck.error} />}
      {Sheet && (
        <Sheet
          payment={payment}
          onClose={() => setAsked(null)}
          onDone={(words) => {
            setAsked(null);
            setTold(words);
          }}
        />
      )}
    </>
  );
}
