import { Stack } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../../app/trpc.js';
import { Empty } from '../../../ui/empty.js';
import { Page } from '../../../ui/page.js';
import { PagedRows } from '../../../ui/paged-rows.js';
import { StatusFilter } from '../../../ui/status-filter.js';
import { ApprovalRow } from './approval-row.js';

const route = getRouteApi('/account/admin/approvals');
/** Another administrator may be faster. */
const POLL_MS = 15_000;

/** Large sums that wait for a second administrator, and what became of the earlier ones. */
export function ApprovalsPage() {
  const { t } = useTranslation();
  const { show, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const approvals = useQuery({
    ...trpc.admin.approvals.list.queryOptions({
      status: show === 'ALL' ? undefined : 'PENDING',
      page,
      limit: 20,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
  return (
    <Page
      title={t('admin.nav.approvals')}
      text={t('approvals.text')}
      actions={
        <StatusFilter
          label={t('approvals.show')}
          value={show === 'ALL' ? undefined : 'PENDING'}
          options={['PENDING']}
          word={(status) => t(`approvals.status.${status}`)}
          onChange={(status) => navigate({ search: { show: status ? undefined : 'ALL' } })}
        />
      }
    >
      <Stack gap="lg">
        <PagedRows
          query={approvals}
          keyOf={(approval) => approval.id}
          row={(approval) => <ApprovalRow approval={approval} />}
          onPage={(next) => navigate({ search: { show, page: next } })}
          empty={<Empty icon={IconUserCheck} title={t('approvals.none')} text={t('approvals.noneText')} />}
        />
      </Stack>
    </Page>
  );
}
