import { Checkbox } from '@mantine/core';
import '@mantine/core/styles/Checkbox.css';
import { GATEWAYS, PAYMENT_STATUSES, TOP_UP_METHODS } from '@minispod/contracts/wallet';
import { IconCash } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AdminPaymentsSearch } from '../../../app/search.js';
import { trpc } from '../../../app/trpc.js';
import { Empty } from '../../../ui/empty.js';
import { ButtonLink } from '../../../ui/links.js';
import { PagedRows } from '../../../ui/paged-rows.js';
import { StatusFilter } from '../../../ui/status-filter.js';
import { SearchField } from '../search-field.js';
import { PaymentRow } from './payment-row.js';
import { PaymentsFrame } from './payments-frame.js';

const route = getRouteApi('/account/admin/payments');

/** Every top-up of every customer, found by what is wrong with it, whose it is, or its amount. */
export function AdminPaymentsPage() {
  const { t } = useTranslation();
  const { page = 1, ...filters } = route.useSearch();
  const navigate = route.useNavigate();
  const payments = useQuery({
    ...trpc.admin.payments.list.queryOptions({
      ...filters,
      flagged: filters.flagged ? 'true' : undefined,
      page,
      limit: 20,
    }),
    placeholderData: keepPreviousData,
  });
  return (
    <PaymentsFrame current="all" text={t('payments.text')}>
      <PagedRows
        query={payments}
        keyOf={(payment) => payment.id}
        row={(payment) => <PaymentRow payment={payment} />}
        onPage={(next) => navigate({ search: { ...filters, page: next } })}
        skeletonRows={6}
        isFiltered={Object.values(filters).some((value) => value !== undefined)}
        filters={<Filters filters={filters} />}
        nothingFound={t('payments.notFound')}
        empty={<Empty icon={IconCash} title={t('payments.none')} text={t('payments.noneText')} />}
      />
    </PaymentsFrame>
  );
}

function Filters({ filters }: { filters: Omit<AdminPaymentsSearch, 'page'> }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const set = (change: Partial<AdminPaymentsSearch>) =>
    navigate({ search: { ...filters, ...change }, replace: true, resetScroll: false });
  return (
    <>
      <SearchField label={t('payments.search')} value={filters.q} onSearch={(q) => set({ q })} />
      <StatusFilter
        label={t('payments.filter.status')}
        value={filters.status}
        options={PAYMENT_STATUSES}
        word={(option) => t(`payments.status.${option}`)}
        onChange={(status) => set({ status })}
      />
      <StatusFilter
        label={t('payments.filter.gateway')}
        value={filters.gateway}
        options={GATEWAYS}
        word={(option) => t(`payments.gateway.${option}`)}
        onChange={(gateway) => set({ gateway })}
      />
      <StatusFilter
        label={t('payments.filter.method')}
        value={filters.method}
        options={TOP_UP_METHODS}
        word={(option) => t(`topUp.methods.${option}`)}
        onChange={(method) => set({ method })}
      />
      <Checkbox
        py={8}
        label={t('payments.filter.flagged')}
        checked={filters.flagged ?? false}
        onChange={(event) => set({ flagged: event.currentTarget.checked || undefined })}
      />
      {filters.userId && (
        <ButtonLink to="/admin/payments" variant="default">
          {t('payments.filter.everybody')}
        </ButtonLink>
      )}
    </>
  );
}
