import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../../app/router-outputs.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat } from '../../../format/use-format.js';
import { askAgain, ReasonSheet, type SheetProps, wordsOf } from './review-sheets.js';

type Decided = RouterOutputs['admin']['payments']['decide'];

/** Our amount is credited, though the gateway did not say that all of it came. The reason is for the log. */
export function CreditSheet(props: SheetProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = wordsOf(props.payment);
  const decide = useDecision('CREDIT', ({ waiting }) =>
    props.onDone(
      waiting
        ? t('approvals.waitsDone', { date: format.dateTime(waiting.expiresAt) })
        : t('payments.decide.credited', words),
    ),
  );
  return (
    <ReasonSheet
      {...props}
      title={t('payments.decide.creditTitle', words)}
      text={t('payments.decide.creditText')}
      hint={null}
      act={t('payments.decide.creditDo', words)}
      mutation={decide}
    />
  );
}

/** Nothing is credited; the customer reads the reason. */
export function DeclineSheet(props: SheetProps) {
  const { t } = useTranslation();
  const words = wordsOf(props.payment);
  const decide = useDecision('REJECT', () => props.onDone(t('payments.decide.rejected', words)));
  return (
    <ReasonSheet
      {...props}
      title={t('payments.decide.rejectTitle', words)}
      text={t('payments.decide.rejectText')}
      hint={t('admin.reasonHint')}
      act={t('payments.decide.rejectDo')}
      color="red.9"
      mutation={decide}
    />
  );
}

function useDecision(decision: 'CREDIT' | 'REJECT', onSuccess: (payment: Decided) => void) {
  const { mutate, error, isPending } = useMutation(
    trpc.admin.payments.decide.mutationOptions({ onSuccess, onSettled: askAgain }),
  );
  return {
    mutate: (input: { id: string; reason: string }) => mutate({ ...input, decision }),
    error,
    isPending,
  };
}
