import { Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { isName } from '@minispod/contracts/seen';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { Panel } from '../../ui/panel.js';
import { askAgain } from './ask-again.js';
import { Refused } from './refused.js';

/** What its owner calls it. */
export function NamePanel({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { name: instance.name },
    validate: { name: (name) => (isName(name, 60) ? null : t('service.nameWrong')) },
  });
  const rename = useMutation(trpc.instances.update.mutationOptions({ onSettled: askAgain }));
  const submit = form.onSubmit(
    ({ name }) => rename.mutate({ id: instance.id, name: name.trim() }),
    focusFirstMistake,
  );
  return (
    <Panel title={t('service.nameTitle')}>
      <form noValidate onSubmit={submit}>
        <Group align="flex-start" gap="sm">
          <TextInput
            aria-label={t('service.nameTitle')}
            description={t('service.nameText')}
            inputWrapperOrder={['input', 'description', 'error']}
            maxLength={60}
            autoComplete="off"
            style={{ flex: '1 1 200px' }}
            {...form.getInputProps('name')}
          />
          <Button
            type="submit"
            variant="default"
            loading={rename.isPending}
            disabled={form.values.name.trim() === instance.name}
          >
            {t('common.save')}
          </Button>
        </Group>
        {rename.error && <Refused error={rename.error} />}
      </form>
    </Panel>
  );
}
