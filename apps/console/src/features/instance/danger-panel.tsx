import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { asSeen } from '@minispod/contracts/seen';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { Confirm } from '../../ui/confirm.js';
import { ButtonLink } from '../../ui/links.js';
import { Panel } from '../../ui/panel.js';
import { Way } from '../../ui/way.js';
import { askAgain } from './ask-again.js';
import { Refused } from './refused.js';

/** Everything that changes or ends what is stored, in one place at the bottom. */
export function DangerPanel({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <Panel title={t('service.dangerTitle')}>
      <Stack gap="lg">
        <Way title={t('service.restoreTitle')} text={t('service.restoreText')}>
          <ButtonLink
            to="/instances/$id"
            params={{ id: instance.id }}
            search={{ tab: 'backups' }}
            variant="default"
          >
            {t('service.restoreAction')}
          </ButtonLink>
        </Way>
        <Way title={t('service.deleteTitle')} text={t('service.deleteText')}>
          <Button color="red" variant="light" onClick={open} disabled={instance.operation !== null}>
            {t('service.deleteAction')}
          </Button>
        </Way>
      </Stack>
      {isOpen && <DeleteSheet instance={instance} onClose={close} />}
    </Panel>
  );
}

/** Its name has to be typed: a slip of the finger types no name. */
function DeleteSheet({ instance: { id, name }, onClose }: { instance: InstanceDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const intent = useIntent();
  const form = useForm({
    initialValues: { confirm: '' },
    validate: {
      confirm: (typed) => (asSeen(typed) === asSeen(name) ? null : t('service.deleteMistake', { name })),
    },
  });
  const remove = useMutation(
    trpc.instances.delete.mutationOptions({ onSuccess: onClose, onSettled: askAgain }),
  );
  const submit = form.onSubmit(({ confirm }) => {
    const input = { id, confirm: confirm.trim() };
    remove.mutate({ ...input, requestId: intent.requestIdFor(input) });
  }, focusFirstMistake);
  return (
    <Confirm title={t('service.deleteSheet', { name })} onClose={onClose}>
      <Text>{t('service.deleteWhat')}</Text>
      <Text size="sm" c="dimmed">
        {t('service.deletePlan')}
      </Text>
      <form noValidate onSubmit={submit}>
        <TextInput
          size="md"
          data-autofocus
          label={t('service.deleteType', { name })}
          autoComplete="off"
          spellCheck={false}
          mb="md"
          {...form.getInputProps('confirm')}
        />
        {remove.error && <Refused error={remove.error} />}
        <Button type="submit" color="red.9" size="lg" fullWidth loading={remove.isPending}>
          {t('service.deleteConfirm')}
        </Button>
      </form>
    </Confirm>
  );
}
