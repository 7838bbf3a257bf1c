import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../../app/query-client.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat } from '../../../format/use-format.js';
import { focusFirstMistake } from '../../../forms/first-mistake.js';
import { Confirm } from '../../../ui/confirm.js';
import { ProblemPanel } from '../../../ui/problem-panel.js';
import { MoneyProblem } from '../approvals/money-problem.js';
import { useReasonCheck } from '../reason-check.js';
import type { AdminPayment } from './payment.js';

export interface SheetProps {
  payment: AdminPayment;
  onClose: () => void;
  /** It is decided; the words say what was. */
  onDone: (words: string) => void;
}

export const askAgain = () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() });

/** Asks once more, with the amount, before money is credited by hand; without a proof it wants to know the grounds. */
export function ApproveSheet({ payment, onClose, onDone }: SheetProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = wordsOf(payment);
  const checkReason = useReasonCheck();
  const needsGrounds = payment.proof === null;
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (reason) => (needsGrounds ? checkReason(reason) : null) },
  });
  const approve = useMutation(
    trpc.admin.payments.approve.mutationOptions({
      onSuccess: ({ waiting }) =>
        onDone(
          waiting
            ? t('approvals.waitsDone', { date: format.dateTime(waiting.expiresAt) })
            : t('payments.proofs.approved', words),
        ),
      onSettled: askAgain,
    }),
  );
  const submit = form.onSubmit(
    ({ reason }) => approve.mutate({ id: payment.transactionId, ...(needsGrounds && { reason }) }),
    focusFirstMistake,
  );
  return (
    <Confirm title={t('payments.proofs.approveTitle', words)} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <Text>{t('payments.proofs.approveText')}</Text>
          {needsGrounds && (
            <Textarea
              label={t('payments.proofs.grounds')}
              description={t('payments.proofs.groundsHint')}
              autosize
              minRows={2}
              maxLength={500}
              {...form.getInputProps('reason')}
            />
          )}
          <MoneyProblem error={approve.error} />
          <Button type="submit" data-autofocus loading={approve.isPending}>
            {t('payments.proofs.approveDo', words)}
          </Button>
        </Stack>
      </form>
    </Confirm>
  );
}

/** The customer reads the reason. */
export function RejectSheet(props: SheetProps) {
  const { t } = useTranslation();
  const words = wordsOf(props.payment);
  const reject = useMutation(
    trpc.admin.payments.reject.mutationOptions({
      onSuccess: () => props.onDone(t('payments.proofs.rejected', words)),
      onSettled: askAgain,
    }),
  );
  return (
    <ReasonSheet
      {...props}
      title={t('payments.proofs.rejectTitle', words)}
      text={t('payments.proofs.rejectText')}
      hint={t('admin.reasonHint')}
      act={t('payments.proofs.rejectDo')}
      color="red.9"
      mutation={reject}
    />
  );
}

/** What was found is for the log alone. */
export function ClearFlagSheet(props: SheetProps) {
  const { t } = useTranslation();
  const clear = useMutation(
    trpc.admin.payments.clearFlag.mutationOptions({
      onSuccess: () => props.onDone(t('payments.clearFlag.done')),
      onSettled: askAgain,
    }),
  );
  return (
    <ReasonSheet
      {...props}
      title={t('payments.clearFlag.title', wordsOf(props.payment))}
      text={t('payments.clearFlag.text')}
      hint={null}
      act={t('payments.clearFlag.do')}
      mutation={clear}
    />
  );
}

interface ReasonSheetProps extends SheetProps {
  title: string;
  text: string;
  hint: string | null;
  act: string;
  color?: string;
  mutation: {
    mutate(input: { id: string; reason: string }): void;
    error: unknown;
    isPending: boolean;
  };
}

export function ReasonSheet({ payment, onClose, title, text, hint, act, color, mutation }: ReasonSheetProps) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { reason: '' }, validate: { reason: useReasonCheck() } });
  const submit = form.onSubmit(
    ({ reason }) => mutation.mutate({ id: payment.transactionId, reason }),
    focusFirstMistake,
  );
  return (
    <Confirm title={title} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <Text>{text}</Text>
          <Textarea
            data-autofocus
            label={t('admin.reason')}
            description={hint}
            autosize
            minRows={2}
            maxLength={500}
            {...form.getInputProps('reason')}
          />
          {mutation.error ? <ProblemPanel error={mutation.error} /> : null}
          <Button type="submit" {...(color && { color })} loading={mutation.isPending}>
            {act}
          </Button>
        </Stack>
      </form>
    </Confirm>
  );
}

export const wordsOf = ({ amount, user }: AdminPayment) => ({
  amount: formatRupiah(amount),
  customer: user.name,
});
