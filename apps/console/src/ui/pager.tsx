import '@mantine/core/styles/Pagination.css';
import { Group, Pagination, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface PagerProps {
  list: { page: number; limit: number; total: number };
  onPage: (page: number) => void;
}

/** Nothing while everything fits on one page. */
export function Pager({ list, onPage }: PagerProps) {
  const { t } = useTranslation();
  const pages = Math.ceil(list.total / list.limit);
  if (pages < 2) return null;
  return (
    <Group component="nav" aria-label={t('common.pages')} justify="space-between" mt="md">
      <Text size="sm" c="dimmed" className="figures">
        {t('common.pageOf', { page: list.page, pages })}
      </Text>
      <Pagination
        total={pages}
        value={list.page}
        onChange={onPage}
        siblings={0}
        getControlProps={(control) => ({
          'aria-label': t(control === 'previous' ? 'common.previousPage' : 'common.nextPage'),
        })}
      />
    </Group>
  );
}
