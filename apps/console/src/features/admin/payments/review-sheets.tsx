import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../../app/query-client.js';
import { trpc } from '../../../app/trpc.js';
import { focusFirstMistake } from '../../../forms/first-mistake.js';
import { Confirm } from '../../../ui/confirm.js';
import { ProblemPanel } from '../../../ui/problem-panel.js';
import { useReasonCheck } from '../reason-check.js';
import type { AdminPayment } from './payment.js';

interface SheetProps {
  payment: AdminPayment;
  onClose: () => void;
  /** It is decided; the words say what was. */
  onDone: (words: string) => void;
}

const askAgain = () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() });

/** Asks once more, with the amount, before money is credited by hand. */
export function ApproveSheet({ payment, onClose, onDone }: SheetProps) {
  const { t } = useTranslation();
  const words = { amount: formatRupiah(payment.amount), customer: payment.user.name };
  const approve = useMutation(
    trpc.admin.payments.approve.mutationOptions({
      onSuccess: () => onDone(t('payments.proofs.approved', words)),
      onSettled: askAgain,
    }),
  );
  return (
    <Confirm title={t('payments.proofs.approveTitle', words)} onClose={onClose}>
      <Text>{t('payments.proofs.approveText')}</Text>
      {approve.error && <ProblemPanel error={approve.error} />}
      <Button
        data-autofocus
        loading={approve.isPending}
        onClick={() => approve.mutate({ id: payment.transactionId })}
      >
        {t('payments.proofs.approveDo', words)}
      </Button>
    </Confirm>
  );
}

/** The customer reads the reason. */
export function RejectSheet({ payment, onClose, onDone }: SheetProps) {
  const { t } = useTranslation();
  const words = { amount: formatRupiah(payment.amount), customer: payment.user.name };
  const form = useForm({ initialValues: { reason: '' }, validate: { reason: useReasonCheck() } });
  const reject = useMutation(
    trpc.admin.payments.reject.mutationOptions({
      onSuccess: () => onDone(t('payments.proofs.rejected', words)),
      onSettled: askAgain,
    }),
  );
  const submit = form.onSubmit(
    ({ reason }) => reject.mutate({ id: payment.transactionId, reason }),
    focusFirstMistake,
  );
  return (
    <Confirm title={t('payments.proofs.rejectTitle', words)} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <Text>{t('payments.proofs.rejectText')}</Text>
          <Textarea
            data-autofocus
            label={t('admin.reason')}
            description={t('admin.reasonHint')}
            autosize
            minRows={2}
            maxLength={500}
            {...form.getInputProps('reason')}
          />
          {reject.error && <ProblemPanel error={reject.error} />}
          <Button type="submit" color="red.9" loading={reject.isPending}>
            {t('payments.proofs.rejectDo')}
          </Button>
        </Stack>
      </form>
    </Confirm>
  );
}
