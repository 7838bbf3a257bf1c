import { Button, Group, Stack, Text } from '@mantine/core';
import {
  TRANSACTION_STATUSES,
  TRANSACTION_TYPES,
  type TransactionStatus,
  type TransactionType,
  type TransactionView,
} from '@minispod/contracts/wallet';
import { IconReceipt2 } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { movement } from '../../format/money.js';
import { useFormat } from '../../format/use-format.js';
import { Empty } from '../../ui/empty.js';
import { Money } from '../../ui/money.js';
import { PagedRows } from '../../ui/paged-rows.js';
import { TransactionState } from '../../ui/state-badge.js';
import { StatusFilter } from '../../ui/status-filter.js';
import { saysMore } from './says-more.js';

const route = getRouteApi('/account/wallet');

/** Every movement, newest first; each line opens what is behind it. */
export function History() {
  const { t } = useTranslation();
  const { type, status, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const transactions = useQuery({
    ...trpc.wallet.transactions.queryOptions({ type, status, page, limit: 10 }),
    placeholderData: keepPreviousData,
  });
  const isFiltered = type !== undefined || status !== undefined;
  return (
    <PagedRows
      title={t('wallet.history')}
      query={transactions}
      keyOf={(transaction) => transaction.id}
      row={(transaction) => <TransactionRow transaction={transaction} />}
      onPage={(next) => navigate({ search: { type, status, page: next }, resetScroll: false })}
      isFiltered={isFiltered}
      skeletonRows={5}
      filters={
        <Filters
          type={type}
          status={status}
          onChange={(search) => navigate({ search, replace: true, resetScroll: false })}
        />
      }
      nothingFound={
        <>
          <Text c="dimmed">{t('wallet.historyFiltered')}</Text>
          <Button variant="default" size="sm" onClick={() => navigate({ search: {} })}>
            {t('wallet.clearFilters')}
          </Button>
        </>
      }
      empty={
        <Empty
          icon={IconReceipt2}
          title={t('wallet.historyEmptyTitle')}
          text={t('wallet.historyEmptyText')}
        />
      }
    />
  );
}

interface FiltersProps {
  type: TransactionType | undefined;
  status: TransactionStatus | undefined;
  onChange: (search: { type?: TransactionType; status?: TransactionStatus }) => void;
}

function Filters({ type, status, onChange }: FiltersProps) {
  const { t } = useTranslation();
  return (
    <>
      <StatusFilter
        label={t('wallet.filterType')}
        value={type}
        options={TRANSACTION_TYPES}
        word={(option) => t(`wallet.type.${option}`)}
        onChange={(next) => onChange({ type: next, status })}
      />
      <StatusFilter
        label={t('wallet.filterStatus')}
        value={status}
        options={TRANSACTION_STATUSES}
        word={(option) => t(`states.transaction.${option}`)}
        onChange={(next) => onChange({ type, status: next })}
      />
    </>
  );
}

function TransactionRow({ transaction }: { transaction: TransactionView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { type, status, direction, createdAt, description } = transaction;
  // A purchase leaves the balance when it is ordered, a top-up reaches it when it is paid.
  // One that went back had come in all the same: what took it away has a line of its own.
  const wentBack = type === 'TOP_UP' && status === 'REFUNDED';
  const counts = status === 'COMPLETED' || wentBack || (status === 'PENDING' && direction === 'OUT');
  const isVoid = !counts && status !== 'PENDING';
  return (
    <Link to="/wallet/transactions/$id" params={{ id: transaction.id }} className="row-link">
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} truncate>
            {t(`wallet.type.${type}`)}
            {saysMore(type) && `: ${description}`}
          </Text>
          <Text size="sm" c="dimmed">
            {format.dateTime(createdAt)}
          </Text>
        </div>
        <Stack gap={4} align="flex-end" style={{ flex: 'none' }}>
          <Text fw={600} c={counts ? undefined : 'dimmed'} td={isVoid ? 'line-through' : undefined}>
            <Money amount={movement(transaction)} signed />
          </Text>
          {status !== 'COMPLETED' && <TransactionState status={status} />}
        </Stack>
      </Group>
    </Link>
  );
}
