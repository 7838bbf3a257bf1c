import { Group, Stack, Text } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../../app/router-outputs.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat } from '../../../format/use-format.js';
import { Empty } from '../../../ui/empty.js';
import { ButtonLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import { PagedRows } from '../../../ui/paged-rows.js';
import { StateBadge } from '../../../ui/state-badge.js';

type List = RouterOutputs['admin']['reconciliation']['imports']['items'][number];

const route = getRouteApi('/account/admin/payments/reconciliation');

/** Every list that was read, with its sums. */
export function ListsPanel() {
  const { t } = useTranslation();
  const { lists: page = 1, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const lists = useQuery({
    ...trpc.admin.reconciliation.imports.queryOptions({ page, limit: 10 }),
    placeholderData: keepPreviousData,
  });
  return (
    <PagedRows
      title={t('reconciliation.lists.title')}
      query={lists}
      keyOf={(list) => list.id}
      row={(list) => <ListRow list={list} />}
      onPage={(next) => navigate({ search: { ...search, lists: next }, resetScroll: false })}
      empty={
        <Empty
          icon={IconFileSpreadsheet}
          title={t('reconciliation.lists.none')}
          text={t('reconciliation.lists.noneText')}
        />
      }
    />
  );
}

function ListRow({ list }: { list: List }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, gateway, fileName, firstDay, lastDay, lines, known, matched, open, differences } = list;
  const gatewayWord = t(`payments.gateway.${gateway}`);
  const from = format.date(`${firstDay}T00:00:00+07:00`);
  const to = format.date(`${lastDay}T00:00:00+07:00`);
  return (
    <Group justify="space-between" align="flex-start" gap="md" py="md">
      <Stack gap={2} style={{ flex: '1 1 280px', minWidth: 0 }}>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {fileName ?? t('reconciliation.lists.fetched', { gateway: gatewayWord })}
        </Text>
        <Text size="sm">
          {gatewayWord} · {from === to ? from : t('reconciliation.lists.days', { from, to })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('reconciliation.lists.lines', { count: lines })},{' '}
          {t('reconciliation.lists.matched', { count: matched })}
          {known > 0 && `, ${t('reconciliation.lists.known', { count: known })}`}
        </Text>
        <Text size="sm" c="dimmed">
          {t('reconciliation.lists.imported', { date: format.dateTime(list.createdAt) })}
          {list.importedBy && ` · ${list.importedBy.name}`}
        </Text>
      </Stack>
      <Totals list={list} />
      <Stack gap="xs" align="flex-start" miw={200}>
        <ListState lines={lines} open={open} />
        {differences > 0 && (
          <ButtonLink
            size="sm"
            variant="default"
            to="/admin/payments/reconciliation"
            search={{ importId: id, show: open > 0 ? undefined : 'ALL' }}
          >
            {t('reconciliation.lists.see')}
          </ButtonLink>
        )}
      </Stack>
    </Group>
  );
}

function ListState({ lines, open }: Pick<List, 'lines' | 'open'>) {
  const { t } = useTranslation();
  if (open > 0) return <StateBadge tone="attention" word={t('reconciliation.lists.open', { count: open })} />;
  if (lines === 0) return <StateBadge tone="off" word={t('reconciliation.lists.empty')} />;
  return <StateBadge tone="running" word={t('reconciliation.lists.agrees')} />;
}

/** What customers paid, what the gateway kept of it, what it paid out. */
function Totals({ list: { gross, fees, net } }: { list: List }) {
  const { t } = useTranslation();
  const rows = [
    { label: t('reconciliation.lists.gross'), amount: gross },
    { label: t('reconciliation.lists.fees'), amount: -fees },
    { label: t('reconciliation.lists.net'), amount: net },
  ];
  return (
    <Stack component="dl" gap={2} m={0} style={{ flex: '0 1 220px' }}>
      {rows.map(({ label, amount }, row) => (
        <Group key={label} justify="space-between" wrap="nowrap">
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} size="sm" fw={row === 2 ? 700 : 500}>
            <Money amount={amount} />
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
