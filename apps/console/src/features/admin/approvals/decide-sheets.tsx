import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ApprovalView } from '@minispod/contracts/approvals';
import { formatRupiah, rupiah } from '@minispod/contracts/rupiah';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../../app/query-client.js';
import { trpc } from '../../../app/trpc.js';
import { focusFirstMistake } from '../../../forms/first-mistake.js';
import { Confirm } from '../../../ui/confirm.js';
import { useReasonCheck } from '../reason-check.js';
import { MoneyProblem } from './money-problem.js';

interface DecideProps {
  approval: ApprovalView;
  onClose: () => void;
}

const askAgain = () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() });

/** Asks once more, with sum and name, before the money moves. */
export function ApproveSheet({ approval, onClose }: DecideProps) {
  const { t } = useTranslation();
  const { id, amount, user, requestedBy, reason } = approval;
  const words = {
    amount: formatRupiah(rupiah(Math.abs(amount))),
    customer: user.name,
    name: requestedBy.name,
  };
  const approve = useMutation(
    trpc.admin.approvals.approve.mutationOptions({ onSuccess: onClose, onSettled: askAgain }),
  );
  return (
    <Confirm title={t('approvals.approveTitle', words)} onClose={onClose}>
      <Text>{t('approvals.approveText', words)}</Text>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {t('admin.reason')}: {reason}
      </Text>
      <MoneyProblem error={approve.error} />
      <Button data-autofocus loading={approve.isPending} onClick={() => approve.mutate({ id })}>
        {t('approvals.approve', words)}
      </Button>
    </Confirm>
  );
}

export function RefuseSheet({ approval: { id }, isMine, onClose }: DecideProps & { isMine: boolean }) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { reason: '' }, validate: { reason: useReasonCheck() } });
  const refuse = useMutation(
    trpc.admin.approvals.refuse.mutationOptions({ onSuccess: onClose, onSettled: askAgain }),
  );
  const submit = form.onSubmit(({ reason }) => refuse.mutate({ id, reason }), focusFirstMistake);
  return (
    <Confirm title={t('approvals.refuseTitle')} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <Text>{t('approvals.refuseText')}</Text>
          <Textarea
            data-autofocus
            label={t('admin.reason')}
            autosize
            minRows={2}
            maxLength={500}
            {...form.getInputProps('reason')}
          />
          <MoneyProblem error={refuse.error} />
          <Button type="submit" color="red.9" loading={refuse.isPending}>
            {t(isMine ? 'approvals.withdraw' : 'approvals.refuse')}
          </Button>
        </Stack>
      </form>
    </Confirm>
  );
}
