import { Button, Card, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { UserView } from '@minispod/contracts/account';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { detailsOf, problemOf } from '../../app/problem.js';
import { enterSession, useUser } from '../../app/session.js';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { Page } from '../../ui/page.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { PreferencesPanel } from '../notification/preferences-panel.js';
import { fieldChecks } from './field-checks.js';
import { PicturePart } from './picture-part.js';

export function ProfilePage() {
  const { t } = useTranslation();
  const user = useUser();
  return (
    <Page title={t('account.profile')} text={t('account.profileText')}>
      {/* A language switched elsewhere on the page makes the form begin anew with it. */}
      {user && <ProfileForm key={user.locale} user={user} />}
      <PreferencesPanel />
    </Page>
  );
}

function ProfileForm({ user }: { user: UserView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const check = fieldChecks(t);
  const form = useForm({
    initialValues: { name: user.name, phone: user.phone ?? '', locale: user.locale },
    validateInputOnBlur: true,
    validate: { name: check.name, phone: check.phone },
  });
  const save = useMutation(
    trpc.auth.updateProfile.mutationOptions({
      onSuccess: (saved) => {
        enterSession({ user: saved });
        form.resetDirty();
      },
      onError: (error) => {
        if (detailsOf(problemOf(error), 'CONFLICT')?.phone) {
          form.setFieldError('phone', t('account.phoneTaken'));
          focusFirstMistake();
        }
      },
    }),
  );
  const submit = form.onSubmit(
    ({ phone, ...input }) => save.mutate({ ...input, phone: phone.trim() || null }),
    focusFirstMistake,
  );
  return (
    <Card maw={560}>
      <PicturePart user={user} />
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          {save.error && problemOf(save.error).code !== 'CONFLICT' && <ProblemPanel error={save.error} />}
          <TextInput
            size="md"
            label={t('account.name')}
            autoComplete="name"
            {...form.getInputProps('name')}
          />
          <TextInput
            size="md"
            label={t('account.email')}
            description={t('account.emailFixed')}
            value={user.email}
            readOnly
          />
          <TextInput
            size="md"
            type="tel"
            label={`${t('account.phone')} (${t('common.optional')})`}
            description={t('account.phoneHint')}
            autoComplete="tel"
            {...form.getInputProps('phone')}
          />
          <NativeSelect
            size="md"
            label={t('account.language')}
            data={[
              { value: 'id', label: t('frame.indonesian') },
              { value: 'en', label: t('frame.english') },
            ]}
            {...form.getInputProps('locale')}
          />
          <Group justify="space-between">
            <Text size="sm" c="dimmed">
              {t('account.memberSince', { date: format.date(user.createdAt) })}
            </Text>
            <Group>
              <Button type="submit" loading={save.isPending}>
                {t('common.save')}
              </Button>
              <span role="status">{save.isSuccess && !form.isDirty() && t('common.saved')}</span>
            </Group>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
