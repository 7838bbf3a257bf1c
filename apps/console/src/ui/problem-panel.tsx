import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconLock, IconPlugConnectedX, IconSearchOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { detailsOf, type Problem, problemOf } from '../app/problem.js';

const ICONS = { OFFLINE: IconPlugConnectedX, NOT_FOUND: IconSearchOff, FORBIDDEN: IconLock };
type Titled = keyof typeof ICONS;
const isTitled = (code: string): code is Titled => code in ICONS;

/** Why something did not work, what that means, and the way on. */
export function ProblemPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const problem = problemOf(error);
  const limit = limitOf(problem);
  const Icon = isTitled(problem.code) ? ICONS[problem.code] : IconAlertTriangle;
  const canRetry = onRetry && problem.code !== 'NOT_FOUND' && problem.code !== 'FORBIDDEN';
  return (
    <Alert
      role="alert"
      color={isTitled(problem.code) && problem.code !== 'OFFLINE' ? 'gray' : 'red'}
      icon={<Icon aria-hidden />}
      title={t(`errors.title.${isTitled(problem.code) ? problem.code : 'other'}`)}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          {isCookieTwice(problem)
            ? t('errors.cookieTwice')
            : limit
              ? t(`errors.limit.${limit}`)
              : t(`errors.text.${problem.code}`)}
        </Text>
        <Group gap="md">
          {canRetry && (
            <Button size="sm" variant="default" onClick={onRetry}>
              {t('common.retry')}
            </Button>
          )}
          <RequestId problem={problem} />
        </Group>
      </Stack>
    </Alert>
  );
}

const isCookieTwice = (problem: Problem) => detailsOf(problem, 'VALIDATION_ERROR')?.cookie !== undefined;
const LIMITS = ['ACCOUNT', 'PLAN', 'NETWORK'] as const;

/** Which limit of places without payment stands in the way of an order; undefined for any other problem. */
export function limitOf(problem: Problem) {
  const limit = detailsOf(problem, 'CONFLICT')?.limit;
  return LIMITS.find((known) => known === limit);
}

function RequestId({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  if (!problem.requestId || problem.code === 'NOT_FOUND') return null;
  return (
    <Text size="xs" c="dimmed" className="address">
      {t('common.requestId', { id: problem.requestId })}
    </Text>
  );
}
