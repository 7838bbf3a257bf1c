import '@mantine/core/styles/Radio.css';
import { Button, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../../app/query-client.js';
import { trpc } from '../../../app/trpc.js';
import { focusFirstMistake } from '../../../forms/first-mistake.js';
import { Confirm } from '../../../ui/confirm.js';
import { ProblemPanel } from '../../../ui/problem-panel.js';
import { useReasonCheck } from '../reason-check.js';
import { type AdminInstance, type InstanceAction, possibleActions } from './possible-actions.js';

interface ActSheetProps {
  instance: AdminInstance;
  onClose: () => void;
}

/** What an operator may do to somebody's service. The owner and the audit log get the reason. */
export function ActSheet({ instance, onClose }: ActSheetProps) {
  const { t } = useTranslation();
  const checkReason = useReasonCheck();
  const actions = possibleActions(instance);
  const form = useForm<{ action: InstanceAction | ''; reason: string }>({
    initialValues: { action: actions[0] ?? '', reason: '' },
    validate: { reason: checkReason },
  });
  const options = {
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() }),
  };
  const { instances } = trpc.admin;
  const mutations = {
    lock: useMutation(instances.lock.mutationOptions(options)),
    unlock: useMutation(instances.unlock.mutationOptions(options)),
    restart: useMutation(instances.restart.mutationOptions(options)),
    retry: useMutation(instances.retry.mutationOptions(options)),
    terminate: useMutation(instances.terminate.mutationOptions(options)),
  };
  const { action } = form.values;
  const chosen = action === '' ? null : mutations[action];
  const submit = form.onSubmit(
    ({ reason }) => chosen?.mutate({ id: instance.id, reason: reason.trim() }),
    focusFirstMistake,
  );
  return (
    <Confirm title={t('admin.instances.sheet', { name: instance.name })} onClose={onClose}>
      <Text c="dimmed">{t('admin.instances.of', { customer: instance.user.name })}</Text>
      {action === '' ? (
        <Text>{t('admin.instances.nothing')}</Text>
      ) : (
        <form noValidate onSubmit={submit}>
          <Stack gap="md">
            <Radio.Group label={t('admin.instances.what')} {...form.getInputProps('action')}>
              <Stack gap="sm" mt="xs">
                {actions.map((each) => (
                  <Radio
                    key={each}
                    value={each}
                    label={t(`admin.instances.action.${each}`)}
                    description={t(`admin.instances.explain.${each}`)}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <Textarea
              label={t('admin.reason')}
              description={t('admin.reasonHint')}
              autosize
              minRows={2}
              maxLength={500}
              {...form.getInputProps('reason')}
            />
            {chosen?.error && <ProblemPanel error={chosen.error} />}
            <Button
              type="submit"
              color={action === 'terminate' || action === 'lock' ? 'red.9' : undefined}
              loading={chosen?.isPending ?? false}
            >
              {t(`admin.instances.action.${action}`)}
            </Button>
          </Stack>
        </form>
      )}
    </Confirm>
  );
}
