import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { INSTANCE_STATUSES } from '@minispod/contracts/instance';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AdminInstancesSearch } from '../../../app/search.js';
import { trpc } from '../../../app/trpc.js';
import { Page } from '../../../ui/page.js';
import { PagedRows } from '../../../ui/paged-rows.js';
import { StatusFilter } from '../../../ui/status-filter.js';
import { SearchField } from '../search-field.js';
import { AdminInstanceRow } from './instance-row.js';

const route = getRouteApi('/account/admin/instances');

/** Everybody's services: found by what is wrong with them, and acted on with a reason. */
export function AdminInstancesPage() {
  const { t } = useTranslation();
  const { page = 1, ...filters } = route.useSearch();
  const navigate = route.useNavigate();
  const instances = useQuery({
    ...trpc.admin.instances.list.queryOptions({ ...filters, page, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('admin.nav.instances')} text={t('admin.instances.text')}>
      <PagedRows
        query={instances}
        keyOf={(instance) => instance.id}
        row={(instance) => <AdminInstanceRow instance={instance} />}
        onPage={(next) => navigate({ search: { ...filters, page: next } })}
        skeletonRows={6}
        isFiltered
        filters={<Filters filters={filters} />}
        nothingFound={t('admin.instances.none')}
        empty={null}
      />
    </Page>
  );
}

const HEALTHS = ['healthy', 'unhealthy', 'unknown'] as const;

function Filters({ filters }: { filters: Omit<AdminInstancesSearch, 'page'> }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const services = useQuery(trpc.catalog.search.queryOptions({ page: 1, limit: 100 }));
  const set = (change: Partial<AdminInstancesSearch>) =>
    navigate({ search: { ...filters, ...change }, replace: true, resetScroll: false });
  const setVersion = useDebouncedCallback((version: string) => set({ version: version || undefined }), 300);
  return (
    <>
      <SearchField label={t('admin.instances.search')} value={filters.q} onSearch={(q) => set({ q })} />
      <StatusFilter
        label={t('instance.filter')}
        value={filters.status}
        options={INSTANCE_STATUSES}
        word={(option) => t(`states.instance.${option}`)}
        onChange={(status) => set({ status })}
      />
      <StatusFilter
        label={t('admin.instances.health')}
        value={filters.health}
        options={HEALTHS}
        word={(option) => t(`admin.instances.healths.${option}`)}
        onChange={(health) => set({ health })}
      />
      <NativeSelect
        label={t('admin.instances.service')}
        value={filters.service ?? ''}
        onChange={(event) => set({ service: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t('common.all') },
          ...(services.data?.items ?? []).map(({ slug, name }) => ({ value: slug, label: name })),
        ]}
      />
      <TextInput
        label={t('admin.instances.version')}
        w={120}
        key={filters.version ?? ''}
        defaultValue={filters.version}
        onChange={(event) => setVersion(event.currentTarget.value.trim())}
      />
    </>
  );
}
