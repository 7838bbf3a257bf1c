import { Group, Text } from '@mantine/core';
import { IconRefreshAlert } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../app/problem.js';
import { NotFound } from './not-found.js';
import { ProblemPanel } from './problem-panel.js';

export interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isError: boolean;
  refetch: () => unknown;
}

interface QueryViewProps<T> {
  query: Asked<T>;
  /** In the shape of what comes, so that nothing moves when it does. */
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}

/** Waiting, failed, there, or there but perhaps old. */
export function QueryView<T>({ query, skeleton, children }: QueryViewProps<T>) {
  const { t } = useTranslation();
  if (query.data === undefined) {
    if (query.isError && problemOf(query.error).code === 'NOT_FOUND') return <NotFound />;
    if (query.isError) return <ProblemPanel error={query.error} onRetry={() => query.refetch()} />;
    return (
      <div role="status" aria-label={t('common.loading')}>
        {skeleton}
      </div>
    );
  }
  return (
    <>
      {query.isError && (
        <Group gap="xs" mb="md" role="status">
          <IconRefreshAlert size={18} aria-hidden />
          <Text size="sm" c="dimmed">
            {t('common.stale')}
          </Text>
        </Group>
      )}
      {children(query.data)}
    </>
  );
}
