import '../../../forms/schemas-without-eval.js';
import { Alert, Button, Group, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { DomainNameSchema } from '@minispod/contracts/custom-domain';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../../app/intent.js';
import { detailsOf, problemOf } from '../../../app/problem.js';
import { trpc } from '../../../app/trpc.js';
import { focusFirstMistake } from '../../../forms/first-mistake.js';
import { askAgain } from '../ask-again.js';
import { Refused } from '../refused.js';

/** One field; what is pasted with `https://` and a path is understood. */
export function AddDomain({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const intent = useIntent();
  const form = useForm({
    initialValues: { domain: '' },
    validateInputOnBlur: true,
    validate: {
      domain: (typed) => (DomainNameSchema.safeParse(typed).success ? null : t('domains.addWrong')),
    },
  });
  const add = useMutation(
    trpc.instances.addDomain.mutationOptions({
      onSuccess: () => {
        intent.fulfilled();
        form.reset();
      },
      onSettled: askAgain,
    }),
  );
  const submit = form.onSubmit(({ domain }) => {
    const input = { id: instance.id, domain };
    add.mutate({ ...input, requestId: intent.requestIdFor(input) });
  }, focusFirstMistake);
  return (
    <form noValidate onSubmit={submit}>
      <Group align="flex-start" gap="sm">
        <TextInput
          label={t('domains.add')}
          description={t('domains.addHint')}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          style={{ flex: '1 1 260px' }}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          {...form.getInputProps('domain')}
        />
        <Button type="submit" loading={add.isPending} mt={{ base: 0, xs: 46 }}>
          {t('domains.addAction')}
        </Button>
      </Group>
      {add.error && <NotAdded error={add.error} />}
    </form>
  );
}

function NotAdded({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const details = detailsOf(problemOf(error), 'CONFLICT');
  if (!details || 'status' in details) return <Refused error={error} />;
  return (
    <Alert color="amber" role="alert" mt="sm">
      <Text size="sm">{t('instanceId' in details ? 'domains.elsewhere' : 'domains.ours')}</Text>
    </Alert>
  );
}
