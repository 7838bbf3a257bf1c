import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { Button, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { SubscriptionView } from '@minispod/contracts/subscription';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { Confirm } from '../../ui/confirm.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { useReasonCheck } from './reason-check.js';

interface ReasonSheetProps {
  action: 'suspend' | 'cancel';
  subscription: SubscriptionView;
  customer: string;
  onClose: () => void;
}

/** Suspending and cancelling need a reason: the customer and the audit log get it. */
export function ReasonSheet({ action, subscription, customer, onClose }: ReasonSheetProps) {
  const { t } = useTranslation();
  const intent = useIntent();
  const checkReason = useReasonCheck();
  // A suspended one has no paid period left to run out.
  const mayWait = subscription.status === 'ACTIVE';
  const form = useForm<{ when: 'period_end' | 'now'; reason: string }>({
    initialValues: { when: mayWait ? 'period_end' : 'now', reason: '' },
    validate: { reason: checkReason },
  });
  const options = {
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() }),
  };
  const suspend = useMutation(trpc.admin.subscriptions.suspend.mutationOptions(options));
  const cancel = useMutation(trpc.admin.subscriptions.cancel.mutationOptions(options));
  const { id } = subscription;
  const submit = form.onSubmit(({ when, reason }) => {
    if (action === 'suspend') {
      suspend.mutate({ id, reason });
    } else {
      const input = { id, when, reason };
      cancel.mutate({ ...input, requestId: intent.requestIdFor(input) });
    }
  }, focusFirstMistake);
  const { error, isPending } = action === 'suspend' ? suspend : cancel;
  const words = { service: subscription.service.name, customer };
  return (
    <Confirm title={t(`admin.subscriptions.${action}Title`, words)} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <Text>{t(`admin.subscriptions.${action}Text`)}</Text>
          {action === 'cancel' && mayWait && (
            <SegmentedControl
              aria-label={t('admin.subscriptions.when')}
              data={[
                { value: 'period_end', label: t('admin.subscriptions.whenEnd') },
                { value: 'now', label: t('admin.subscriptions.whenNow') },
              ]}
              {...form.getInputProps('when')}
            />
          )}
          <Textarea
            data-autofocus
            label={t('admin.reason')}
            description={t('admin.reasonHint')}
            autosize
            minRows={2}
            maxLength={500}
            {...form.getInputProps('reason')}
          />
          {error && <ProblemPanel error={error} />}
          <Button type="submit" color="red.9" loading={isPending}>
            {t(`admin.subscriptions.${action}`)}
          </Button>
        </Stack>
      </form>
    </Confirm>
  );
}
