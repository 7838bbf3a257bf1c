import '@mantine/core/styles/Radio.css';
import { Button, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Resolution } from '@minispod/contracts/payments';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../../app/intent.js';
import { problemOf } from '../../../app/problem.js';
import { queryClient } from '../../../app/query-client.js';
import { trpc } from '../../../app/trpc.js';
import { focusFirstMistake } from '../../../forms/first-mistake.js';
import { Confirm } from '../../../ui/confirm.js';
import { MoneyProblem } from '../approvals/money-problem.js';
import { WaitingNotice } from '../approvals/waiting-notice.js';
import { useReasonCheck } from '../reason-check.js';
import type { Difference } from './difference.js';
import { Sums } from './sums.js';

interface ResolveSheetProps {
  difference: Difference;
  onClose: () => void;
}

/** Says what a difference was; the books follow at once. */
export function ResolveSheet({ difference, onClose }: ResolveSheetProps) {
  const { t } = useTranslation();
  const intent = useIntent();
  const checkReason = useReasonCheck();
  const { id, kind, choices } = difference;
  const form = useForm<{ resolution: Resolution | ''; reason: string }>({
    initialValues: { resolution: '', reason: '' },
    validate: {
      resolution: (resolution) => (resolution ? null : t('reconciliation.resolve.missing')),
      reason: checkReason,
    },
  });
  const resolve = useMutation(
    trpc.admin.reconciliation.resolve.mutationOptions({
      // What waits for a second administrator stays open, and says so here.
      onSuccess: ({ status }) => status === 'RESOLVED' && onClose(),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() }),
    }),
  );
  const submit = form.onSubmit(({ resolution, reason }) => {
    if (resolution === '') return;
    const input = { id, resolution, reason };
    resolve.mutate({ ...input, requestId: intent.requestIdFor(input) });
  }, focusFirstMistake);
  const { resolution } = form.values;
  return (
    <Confirm
      title={t('reconciliation.resolve.title', { kind: t(`reconciliation.differences.kind.${kind}`) })}
      onClose={onClose}
    >
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          {difference.waiting && <WaitingNotice approval={difference.waiting} />}
          <Sums difference={difference} />
          <Radio.Group label={t('reconciliation.resolve.what')} {...form.getInputProps('resolution')}>
            <Stack gap="sm" mt="xs">
              {choices.map((choice) => (
                <Radio
                  key={choice}
                  value={choice}
                  label={t(`reconciliation.resolve.choice.${choice}`)}
                  description={
                    choice === 'CREDIT' && kind === 'NOT_CREDITED'
                      ? t('reconciliation.resolve.creditTopUp')
                      : t(`reconciliation.resolve.choiceText.${choice}`)
                  }
                />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label={t('reconciliation.resolve.reason')}
            description={t(
              resolution === 'CREDIT' && kind !== 'NOT_CREDITED'
                ? 'reconciliation.resolve.reasonHintCredit'
                : 'reconciliation.resolve.reasonHint',
            )}
            autosize
            minRows={2}
            maxLength={500}
            {...form.getInputProps('reason')}
          />
          {resolve.error &&
            (isOvertaken(resolve.error) ? (
              <Text role="alert" c="var(--mantine-color-error)">
                {t('reconciliation.resolve.already')}
              </Text>
            ) : (
              <MoneyProblem error={resolve.error} />
            ))}
          <Button type="submit" loading={resolve.isPending}>
            <Deed difference={difference} resolution={resolution} />
          </Button>
        </Stack>
      </form>
    </Confirm>
  );
}

function isOvertaken(error: unknown): boolean {
  const { code, details } = problemOf(error);
  return code === 'CONFLICT' && (details as { approvalId?: string } | undefined)?.approvalId === undefined;
}

/** What the button is about to do, with its sum. */
function Deed({ difference, resolution }: { difference: Difference; resolution: Resolution | '' }) {
  const { t } = useTranslation();
  const { kind, ours, theirs } = difference;
  const amount = formatRupiah(Math.abs((theirs ?? 0) - (ours ?? 0)));
  switch (resolution) {
    case 'CREDIT':
      return kind === 'NOT_CREDITED'
        ? t('reconciliation.resolve.doCreditTopUp')
        : t('reconciliation.resolve.doCredit', { amount });
    case 'WRITE_OFF':
      return t('reconciliation.resolve.doWriteOff', { amount });
    case 'EXPLAINED':
      return t('reconciliation.resolve.doExplained');
    case 'LATER':
      return t('reconciliation.resolve.doLater');
    default:
      return t('reconciliation.differences.resolve');
  }
}
