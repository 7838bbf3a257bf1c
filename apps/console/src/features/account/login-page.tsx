import '@mantine/core/styles/PasswordInput.css';
import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../app/problem.js';
import { enterSession } from '../../app/session.js';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { AnchorLink } from '../../ui/links.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { Entrance } from './entrance.js';
import { fieldChecks } from './field-checks.js';

const route = getRouteApi('/login');

export function LoginPage() {
  const { t } = useTranslation();
  const { redirect } = route.useSearch();
  const check = fieldChecks(t);
  const form = useForm({
    initialValues: { email: '', password: '' },
    validateInputOnBlur: true,
    validate: { email: check.email, password: check.password },
  });
  const login = useMutation(trpc.auth.login.mutationOptions({ onSuccess: enterSession }));
  return (
    <Entrance title={t('account.logInTitle')} text={t('account.logInText')} redirect={redirect}>
      <form noValidate onSubmit={form.onSubmit((input) => login.mutate(input), focusFirstMistake)}>
        <Stack gap="md">
          <LoginProblem error={login.error} />
          <TextInput
            size="md"
            type="email"
            label={t('account.email')}
            autoComplete="username"
            required
            withAsterisk={false}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            size="md"
            label={t('account.password')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword'), tabIndex: 0 }}
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="lg" loading={login.isPending || login.isSuccess}>
            {t('account.logIn')}
          </Button>
          <Text size="sm" ta="center">
            {t('account.noAccount')}{' '}
            <AnchorLink to="/register" search={{ redirect }} size="sm" underline="always">
              {t('account.register')}
            </AnchorLink>
          </Text>
        </Stack>
      </form>
    </Entrance>
  );
}

function LoginProblem({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const problem = problemOf(error);
  if (problem.code === 'RATE_LIMITED') {
    const { retryAfterSeconds = 60 } = (problem.details ?? {}) as { retryAfterSeconds?: number };
    return (
      <Alert color="red" role="alert">
        {t('account.tooMany', { count: Math.ceil(retryAfterSeconds / 60) })}
      </Alert>
    );
  }
  if (problem.code !== 'UNAUTHORIZED') return <ProblemPanel error={error} />;
  return (
    <Alert color="red" role="alert">
      {t('account.wrong')}
    </Alert>
  );
}
