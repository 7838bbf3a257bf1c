import '@mantine/core/styles/PasswordInput.css';
import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { passwordLength } from '@minispod/contracts/password';
import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { detailsOf, problemOf } from '../../app/problem.js';
import { enterSession } from '../../app/session.js';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { useLocale } from '../../texts/locale.js';
import { AnchorLink } from '../../ui/links.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { Entrance } from './entrance.js';
import { fieldChecks } from './field-checks.js';

const PASSWORD_LENGTH = 10;
const route = getRouteApi('/register');

export function RegisterPage() {
  const { t } = useTranslation();
  const locale = useLocale();
  const { redirect } = route.useSearch();
  const check = fieldChecks(t);
  const form = useForm({
    initialValues: { name: '', email: '', password: '', phone: '' },
    validateInputOnBlur: true,
    validate: { name: check.name, email: check.email, password: check.newPassword, phone: check.phone },
  });
  const register = useMutation(
    trpc.auth.register.mutationOptions({
      onSuccess: enterSession,
      onError: (error) => {
        if (isWeak(error)) form.setFieldError('password', t('account.passwordWeak'));
        const taken = detailsOf(problemOf(error), 'CONFLICT');
        if (taken?.email) form.setFieldError('email', t('account.taken'));
        if (taken?.phone) form.setFieldError('phone', t('account.phoneTaken'));
        focusFirstMistake();
      },
    }),
  );
  const submit = form.onSubmit(
    ({ phone, ...input }) => register.mutate({ ...input, phone: phone.trim() || undefined, locale }),
    focusFirstMistake,
  );
  return (
    <Entrance title={t('account.registerTitle')} text={t('account.registerText')} redirect={redirect}>
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          {register.error && problemOf(register.error).code !== 'CONFLICT' && !isWeak(register.error) && (
            <ProblemPanel error={register.error} />
          )}
          <TextInput
            size="md"
            label={t('account.name')}
            autoComplete="name"
            required
            withAsterisk={false}
            {...form.getInputProps('name')}
          />
          <TextInput
            size="md"
            type="email"
            label={t('account.email')}
            autoComplete="email"
            required
            withAsterisk={false}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            size="md"
            label={t('account.password')}
            description={
              form.errors.password ? undefined : <PasswordRule typed={passwordLength(form.values.password)} />
            }
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="new-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword'), tabIndex: 0 }}
            {...form.getInputProps('password')}
          />
          <TextInput
            size="md"
            type="tel"
            label={`${t('account.phone')} (${t('common.optional')})`}
            description={t('account.phoneHint')}
            autoComplete="tel"
            {...form.getInputProps('phone')}
          />
          <Button type="submit" size="lg" loading={register.isPending || register.isSuccess}>
            {t('account.register')}
          </Button>
          <Text size="sm" ta="center">
            {t('account.haveAccount')}{' '}
            <AnchorLink to="/login" search={{ redirect }} size="sm" underline="always">
              {t('account.logIn')}
            </AnchorLink>
          </Text>
        </Stack>
      </form>
    </Entrance>
  );
}

/** Only the server knows which passwords are common. */
const isWeak = (error: unknown) => detailsOf(problemOf(error), 'VALIDATION_ERROR')?.password !== undefined;

/** Counts along while one types. */
function PasswordRule({ typed }: { typed: number }) {
  const { t } = useTranslation();
  const missing = PASSWORD_LENGTH - typed;
  const Icon = missing > 0 ? IconCircle : IconCircleCheck;
  return (
    <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center', marginTop: 4 }}>
      <Icon size={15} aria-hidden color={missing > 0 ? undefined : 'var(--mantine-color-green-6)'} />
      {typed === 0 && t('account.passwordRule')}
      {typed > 0 && missing > 0 && t('account.passwordMore', { count: missing })}
      {missing <= 0 && t('account.passwordGood')}
    </span>
  );
}
