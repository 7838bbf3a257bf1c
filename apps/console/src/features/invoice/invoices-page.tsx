import { Group, Text } from '@mantine/core';
import type { InvoiceView } from '@minispod/contracts/invoice';
import { IconFileInvoice } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { Empty } from '../../ui/empty.js';
import { Money } from '../../ui/money.js';
import { Page } from '../../ui/page.js';
import { PagedRows } from '../../ui/paged-rows.js';
import { signedTotal } from './signed-total.js';

const route = getRouteApi('/account/invoices');

export function InvoicesPage() {
  const { t } = useTranslation();
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const invoices = useQuery({
    ...trpc.invoices.list.queryOptions({ page, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('invoice.title')} text={t('invoice.text')}>
      <PagedRows
        query={invoices}
        keyOf={(invoice) => invoice.id}
        row={(invoice) => <InvoiceRow invoice={invoice} />}
        onPage={(next) => navigate({ search: { page: next } })}
        empty={<Empty icon={IconFileInvoice} title={t('invoice.emptyTitle')} text={t('invoice.emptyText')} />}
      />
    </Page>
  );
}

function InvoiceRow({ invoice }: { invoice: InvoiceView }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Link to="/invoices/$id" params={{ id: invoice.id }} className="row-link">
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} className="figures">
            {invoice.number}
          </Text>
          <Text size="sm" c="dimmed" truncate>
            {t(`invoice.kind.${invoice.kind}`)} · {format.date(invoice.issuedAt)} ·{' '}
            {invoice.lines[0]?.description}
          </Text>
        </div>
        <Text fw={600} style={{ flex: 'none' }}>
          <Money amount={signedTotal(invoice)} />
        </Text>
      </Group>
    </Link>
  );
}
