import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { Group, SegmentedControl, Text } from '@mantine/core';
import { IconScaleOutline } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DIFFERENCE_STATUSES, type ReconciliationSearch } from '../../../app/search.js';
import { trpc } from '../../../app/trpc.js';
import { Empty } from '../../../ui/empty.js';
import { ButtonLink } from '../../../ui/links.js';
import { PagedRows } from '../../../ui/paged-rows.js';
import { DifferenceRow } from './difference-row.js';

const route = getRouteApi('/account/admin/payments/reconciliation');

/** What did not agree, the undecided ones unless asked otherwise. */
export function DifferencesPanel() {
  const { t } = useTranslation();
  const { show = 'OPEN', importId, page = 1, lists } = route.useSearch();
  const navigate = route.useNavigate();
  const go = (search: ReconciliationSearch) =>
    navigate({ search: { lists, ...search }, replace: true, resetScroll: false });
  const differences = useQuery({
    ...trpc.admin.reconciliation.differences.queryOptions({
      status: show === 'ALL' ? undefined : show,
      importId,
      page,
      limit: 20,
    }),
    placeholderData: keepPreviousData,
  });
  const words = {
    OPEN: t('reconciliation.differences.open'),
    RESOLVED: t('reconciliation.differences.resolved'),
    ALL: t('reconciliation.differences.all'),
  };
  return (
    <PagedRows
      title={t('reconciliation.differences.title')}
      query={differences}
      keyOf={(difference) => difference.id}
      row={(difference) => <DifferenceRow difference={difference} />}
      onPage={(next) => go({ show, importId, page: next })}
      isFiltered
      filters={
        <>
          <SegmentedControl
            aria-label={t('reconciliation.differences.show')}
            value={show}
            onChange={(value) => go({ show: value as ReconciliationSearch['show'], importId })}
            data={DIFFERENCE_STATUSES.map((value) => ({ value, label: words[value] }))}
          />
          {importId && (
            <Group gap="sm">
              <Text size="sm" c="dimmed">
                {t('reconciliation.differences.ofList')}
              </Text>
              <ButtonLink
                size="sm"
                variant="default"
                to="/admin/payments/reconciliation"
                search={{ show, lists }}
                resetScroll={false}
              >
                {t('reconciliation.differences.everyList')}
              </ButtonLink>
            </Group>
          )}
        </>
      }
      nothingFound={
        show === 'OPEN' ? (
          <Empty
            plain
            icon={IconScaleOutline}
            title={t('reconciliation.differences.none')}
            text={t('reconciliation.differences.noneText')}
          />
        ) : (
          t('reconciliation.differences.notFound')
        )
      }
      empty={null}
    />
  );
}
