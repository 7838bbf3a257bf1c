import { Button, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionDetail } from '@minispod/contracts/subscription';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { Confirm } from '../../ui/confirm.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { NowWords } from './now-words.js';
import { situationOf } from './situation.js';
import { askAgain } from './use-update.js';

interface CancelSheetProps {
  subscription: SubscriptionDetail;
  onClose: () => void;
}

/** Deletes data for good, so its name has to be typed. */
export function CancelSheet({ subscription, onClose }: CancelSheetProps) {
  const { t } = useTranslation();
  const intent = useIntent();
  const { id, service, unused } = subscription;
  const name = service.name;
  const form = useForm({
    initialValues: { name: '' },
    validate: {
      name: (typed) =>
        typed.trim().toLowerCase() === name.toLowerCase()
          ? null
          : t('subscription.cancel.typeMistake', { name }),
    },
  });
  const cancel = useMutation(
    trpc.subscriptions.cancel.mutationOptions({ onSuccess: onClose, onSettled: askAgain }),
  );
  const submit = form.onSubmit(() => {
    const input = { id, when: 'now' as const };
    cancel.mutate({ ...input, requestId: intent.requestIdFor(input) });
  }, focusFirstMistake);
  const givesBack = unused > 0 && situationOf(subscription) !== 'STARTING';
  return (
    <Confirm title={t('subscription.cancel.sheetTitle', { service: name })} onClose={onClose}>
      <Text>
        <NowWords subscription={subscription} />
      </Text>
      <Text size="sm" c="dimmed">
        {t('subscription.cancel.backup')}
      </Text>
      <form noValidate onSubmit={submit}>
        <TextInput
          size="md"
          data-autofocus
          label={t('subscription.cancel.type', { name })}
          autoComplete="off"
          spellCheck={false}
          mb="md"
          {...form.getInputProps('name')}
        />
        {cancel.error && <ProblemPanel error={cancel.error} />}
        <Button type="submit" color="red.9" size="lg" fullWidth loading={cancel.isPending}>
          {givesBack
            ? t('subscription.cancel.nowConfirm', { amount: formatRupiah(unused) })
            : t('subscription.cancel.nowConfirmNothing')}
        </Button>
      </form>
    </Confirm>
  );
}
