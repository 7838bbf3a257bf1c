import { Button, Group, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../../app/intent.js';
import { problemOf } from '../../../app/problem.js';
import { queryClient } from '../../../app/query-client.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat } from '../../../format/use-format.js';
import { Confirm } from '../../../ui/confirm.js';
import { Summary, SummaryLine } from '../../../ui/summary.js';
import { MoneyProblem } from '../approvals/money-problem.js';
import type { PaymentDetail } from './payment.js';
import { type Refund, RefundForm } from './refund-form.js';

interface RefundSheetProps {
  payment: PaymentDetail;
  onClose: () => void;
  onDone: (words: string) => void;
}

/** Gives a top-up back in two steps: what, how and why; then the sum once more before it leaves the wallet. */
export function RefundSheet({ payment, onClose, onDone }: RefundSheetProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const intent = useIntent();
  const [draft, setDraft] = useState<Refund | undefined>();
  const [isSure, setIsSure] = useState(false);
  const refund = useMutation(
    trpc.admin.payments.refund.mutationOptions({
      onSuccess: ({ waiting }, { amount = 0, to }) => {
        if (waiting) return onDone(t('approvals.waitsDone', { date: format.dateTime(waiting.expiresAt) }));
        const state = to === 'BANK_ACCOUNT' ? 'DONE' : 'REQUESTED';
        onDone(t(`payments.happened.REFUND.${state}`, { amount: formatRupiah(amount) }));
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() }),
    }),
  );
  const send = (input: Refund) => {
    const whole = { id: payment.transactionId, ...input };
    refund.mutate({ ...whole, requestId: intent.requestIdFor(whole) });
  };
  return (
    <Confirm title={t('payments.refund.title', { customer: payment.user.name })} onClose={onClose}>
      {draft && isSure ? (
        <Stack gap="md">
          <Sure payment={payment} refund={draft} />
          {refund.error && <Refusal error={refund.error} />}
          <Group gap="sm">
            <Button data-autofocus color="red.9" loading={refund.isPending} onClick={() => send(draft)}>
              {t(draft.to === 'SOURCE' ? 'payments.refund.doSource' : 'payments.refund.doBank', {
                amount: formatRupiah(draft.amount),
              })}
            </Button>
            <Button variant="default" onClick={() => setIsSure(false)}>
              {t('payments.refund.back')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <RefundForm
          payment={payment}
          draft={draft}
          onReady={(ready) => {
            refund.reset();
            setDraft(ready);
            setIsSure(true);
          }}
        />
      )}
    </Confirm>
  );
}

function Sure({
  payment: { user, gateway },
  refund: { amount, to, bankAccount, reason },
}: {
  payment: PaymentDetail;
  refund: Refund;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Summary label={t('payments.refund.leaves', { customer: user.name })}>
        <SummaryLine label={t('payments.refund.leaves', { customer: user.name })} amount={amount} strong />
      </Summary>
      <Text style={{ overflowWrap: 'anywhere' }}>
        {to === 'SOURCE' || !bankAccount
          ? t('payments.refund.goesSource', { gateway: t(`payments.gateway.${gateway}`) })
          : t('payments.refund.goesBank', bankAccount)}{' '}
        {t('payments.refund.sure')}
      </Text>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {t('admin.reason')}: {reason}
      </Text>
    </>
  );
}

/** Why nothing was moved, where more can be said than that something changed. */
function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const { code, details } = problemOf(error);
  const { to, amount, balance } = (details ?? {}) as { to?: string; amount?: number; balance?: number };
  const words =
    code === 'INSUFFICIENT_CREDIT' && balance !== undefined
      ? t('payments.refund.spent', { balance: formatRupiah(balance) })
      : code === 'CONFLICT' && to === 'BANK_ACCOUNT'
        ? t('payments.refund.byHandOnly')
        : code === 'CONFLICT' && amount !== undefined
          ? t('payments.refund.wholeOnly', { amount: formatRupiah(amount) })
          : null;
  if (words === null) return <MoneyProblem error={error} />;
  return (
    <Text role="alert" c="var(--mantine-color-error)">
      {words}
    </Text>
  );
}
