import { Button, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { isName } from '@minispod/contracts/seen';
import { IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { Confirm } from '../../ui/confirm.js';
import { Panel } from '../../ui/panel.js';
import { Way } from '../../ui/way.js';
import { AddressField } from '../subscribe/address-field.js';
import { addressMistake } from '../subscribe/address-rule.js';
import { askAgain } from './ask-again.js';
import { Refused } from './refused.js';

/** A further instance of the same subscription, where its plan has room for one. */
export function AnotherInstance({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure();
  const { used, maximum } = instance.instancesOfPlan;
  const isFull = used >= maximum;
  return (
    <Panel title={t('service.anotherTitle')}>
      <Way
        title={`${instance.service.name} ${instance.planName}`}
        text={t(isFull ? 'service.anotherFull' : 'service.anotherText', { used, maximum })}
      >
        {!isFull && (
          <Button variant="default" onClick={open} leftSection={<IconPlus size={18} aria-hidden />}>
            {t('service.anotherAction')}
          </Button>
        )}
      </Way>
      {isOpen && <AnotherSheet instance={instance} onClose={close} />}
    </Panel>
  );
}

function AnotherSheet({ instance, onClose }: { instance: InstanceDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const intent = useIntent();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { name: '', address: '' },
    validateInputOnBlur: true,
    validate: {
      name: (name) => (name.trim() === '' || isName(name, 60) ? null : t('service.nameWrong')),
      address: (address) => addressMistake(address, t),
    },
  });
  const create = useMutation(
    trpc.instances.create.mutationOptions({
      onSuccess: ({ id }) => navigate({ to: '/instances/$id', params: { id } }),
      onSettled: askAgain,
    }),
  );
  const submit = form.onSubmit(({ name, address }) => {
    const input = {
      id: instance.subscriptionId,
      ...(name.trim() && { instanceName: name.trim() }),
      ...(address.trim() && { subdomain: address.trim().toLowerCase() }),
    };
    create.mutate({ ...input, requestId: intent.requestIdFor(input) });
  }, focusFirstMistake);
  return (
    <Confirm title={t('service.anotherSheet', { service: instance.service.name })} onClose={onClose}>
      <Text>{t('service.anotherText', instance.instancesOfPlan)}</Text>
      <form noValidate onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <TextInput
          size="md"
          data-autofocus
          label={t('service.anotherName')}
          placeholder={instance.service.name}
          maxLength={60}
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <AddressField {...form.getInputProps('address')} value={form.values.address} />
        {create.error && <Refused error={create.error} />}
        <Button type="submit" size="lg" fullWidth loading={create.isPending}>
          {t('service.anotherStart')}
        </Button>
      </form>
    </Confirm>
  );
}
