import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { Confirm } from '../../ui/confirm.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import type { FleetItem, FleetVersion } from './fleet.js';
import { useReasonCheck } from './reason-check.js';

interface WithdrawSheetProps {
  service: FleetItem['service'];
  version: FleetVersion;
  onClose: () => void;
}

/** Says why nobody should run a version any more, or takes that back. */
export function WithdrawSheet({
  service,
  version: { version, withdrawnReason },
  onClose,
}: WithdrawSheetProps) {
  const { t } = useTranslation();
  const checkReason = useReasonCheck();
  const isWithdrawn = withdrawnReason !== null;
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (reason) => (isWithdrawn ? null : checkReason(reason)) },
  });
  const withdraw = useMutation(
    trpc.admin.fleet.withdraw.mutationOptions({
      onSuccess: onClose,
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() }),
    }),
  );
  const submit = form.onSubmit(
    ({ reason }) =>
      withdraw.mutate({ service: service.slug, version, reason: isWithdrawn ? null : reason.trim() }),
    focusFirstMistake,
  );
  const words = { service: service.name, version };
  return (
    <Confirm
      title={t(isWithdrawn ? 'admin.fleet.restoreSheet' : 'admin.fleet.sheet', words)}
      onClose={onClose}
    >
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <Text>{t(isWithdrawn ? 'admin.fleet.restoreText' : 'admin.fleet.sheetText')}</Text>
          {!isWithdrawn && (
            <Textarea
              data-autofocus
              label={t('admin.reason')}
              description={t('admin.reasonHint')}
              autosize
              minRows={2}
              maxLength={500}
              {...form.getInputProps('reason')}
            />
          )}
          {withdraw.error && <ProblemPanel error={withdraw.error} />}
          <Button type="submit" color={isWithdrawn ? undefined : 'red.9'} loading={withdraw.isPending}>
            {t(isWithdrawn ? 'admin.fleet.restore' : 'admin.fleet.withdraw')}
          </Button>
        </Stack>
      </form>
    </Confirm>
  );
}
