import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { Alert, Button, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { problemOf } from '../../app/problem.js';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { Panel } from '../../ui/panel.js';
import { MoneyProblem } from './approvals/money-problem.js';
import { WaitingNotice } from './approvals/waiting-notice.js';
import { useReasonCheck } from './reason-check.js';

const MAXIMUM = 100_000_000;

/** Adds credit or takes it away, with a reason that the customer reads. */
export function AdjustForm({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const intent = useIntent();
  const checkReason = useReasonCheck();
  const form = useForm<{ direction: 'add' | 'take'; amount: number | ''; reason: string }>({
    initialValues: { direction: 'add', amount: '', reason: '' },
    validateInputOnBlur: true,
    validate: {
      amount: (amount) =>
        Number.isInteger(amount) && Number(amount) > 0 && Number(amount) <= MAXIMUM
          ? null
          : t('admin.adjust.amountWrong'),
      reason: checkReason,
    },
  });
  const adjust = useMutation(
    trpc.admin.wallet.adjust.mutationOptions({
      onSuccess: () => {
        intent.fulfilled();
        form.reset();
        queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() });
      },
    }),
  );
  const submit = form.onSubmit(({ direction, amount, reason }) => {
    const input = { id: userId, amount: Number(amount) * (direction === 'add' ? 1 : -1), reason };
    adjust.mutate({ ...input, requestId: intent.requestIdFor(input) });
  }, focusFirstMistake);
  const { direction, amount } = form.values;
  return (
    <Panel title={t('admin.adjust.title')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t('admin.adjust.text')}
          </Text>
          <SegmentedControl
            aria-label={t('admin.adjust.direction')}
            data={[
              { value: 'add', label: t('admin.adjust.add') },
              { value: 'take', label: t('admin.adjust.take') },
            ]}
            {...form.getInputProps('direction')}
          />
          <NumberInput
            label={t('admin.adjust.amount')}
            prefix="Rp"
            thousandSeparator="."
            decimalSeparator=","
            allowDecimal={false}
            allowNegative={false}
            hideControls
            {...form.getInputProps('amount')}
          />
          <Textarea
            label={t('admin.reason')}
            description={t('admin.reasonHint')}
            autosize
            minRows={2}
            maxLength={500}
            {...form.getInputProps('reason')}
          />
          <Problem error={adjust.error} />
          <Button type="submit" loading={adjust.isPending} color={direction === 'take' ? 'red.9' : undefined}>
            {amount === ''
              ? t('admin.adjust.submit')
              : t(direction === 'add' ? 'admin.adjust.submitAdd' : 'admin.adjust.submitTake', {
                  amount: formatRupiah(Number(amount)),
                })}
          </Button>
          {adjust.data?.approval && <WaitingNotice approval={adjust.data.approval} />}
          <span role="status">
            {adjust.data &&
              !adjust.data.approval &&
              t('admin.adjust.done', { balance: formatRupiah(adjust.data.creditBalance) })}
          </span>
        </Stack>
      </form>
    </Panel>
  );
}

function Problem({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  if (problemOf(error).code !== 'INSUFFICIENT_CREDIT') return <MoneyProblem error={error} />;
  return (
    <Alert color="amber" role="alert">
      {t('admin.adjust.tooMuch')}
    </Alert>
  );
}
