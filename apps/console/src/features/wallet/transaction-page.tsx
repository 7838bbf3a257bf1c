import { Alert, Group, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import type { TransactionDetail } from '@minispod/contracts/wallet';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { movement } from '../../format/money.js';
import { useFormat } from '../../format/use-format.js';
import { Facts } from '../../ui/facts.js';
import { ButtonLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { Page } from '../../ui/page.js';
import { Panel } from '../../ui/panel.js';
import { QueryView } from '../../ui/query-view.js';
import { TransactionState } from '../../ui/state-badge.js';
import { OrderInvoices } from '../invoice/order-invoices.js';
import { ReceiptLink } from './receipt-link.js';
import { saysMore } from './says-more.js';

const route = getRouteApi('/account/wallet/transactions/$id');

export function TransactionPage() {
  const { id } = route.useParams();
  const transaction = useQuery(trpc.wallet.transaction.queryOptions({ id }));
  return (
    <QueryView query={transaction} skeleton={<Skeleton h={360} radius="lg" />}>
      {(data) => <Transaction transaction={data} />}
    </QueryView>
  );
}

function Transaction({ transaction }: { transaction: TransactionDetail }) {
  const { t } = useTranslation();
  const { id, type, status, orderId, description } = transaction;
  return (
    <Page
      title={t(`wallet.type.${type}`)}
      text={saysMore(type) ? description : undefined}
      above={[{ label: t('wallet.title'), to: '/wallet' }]}
      actions={
        <>
          <TransactionState status={status} />
          {orderId && (
            <ButtonLink to="/orders/$id" params={{ id: orderId }} variant="default">
              {t('wallet.transaction.order')}
            </ButtonLink>
          )}
          {orderId && <OrderInvoices orderId={orderId} />}
          {type === 'TOP_UP' && (
            <ButtonLink to="/wallet/top-up/$transactionId" params={{ transactionId: id }} variant="default">
              {t('wallet.transaction.openTopUp')}
            </ButtonLink>
          )}
          {type === 'TOP_UP' && status === 'COMPLETED' && <ReceiptLink transactionId={id} />}
          {type === 'REVERSAL' && transaction.paymentReference && (
            <ButtonLink
              to="/wallet/top-up/$transactionId"
              params={{ transactionId: transaction.paymentReference }}
              variant="default"
            >
              {t('wallet.transaction.reversedTopUp')}
            </ButtonLink>
          )}
        </>
      }
    >
      {(type === 'REVERSAL' || type === 'DEBT_PAYMENT') && (
        <Alert color="blue" icon={<IconInfoCircle aria-hidden />}>
          {t(`wallet.transaction.why.${type}`)}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <Overview transaction={transaction} />
        <Postings postings={transaction.postings} />
      </SimpleGrid>
    </Page>
  );
}

function Overview({ transaction }: { transaction: TransactionDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { balanceBefore, balanceAfter, createdAt, completedAt } = transaction;
  const rows: [string, ReactNode][] = [
    [t('wallet.transaction.amount'), <Money key="amount" amount={movement(transaction)} signed />],
    [t('wallet.transaction.before'), <Money key="before" amount={balanceBefore} />],
    [t('wallet.transaction.after'), <Money key="after" amount={balanceAfter} />],
    [t('wallet.transaction.when'), format.dateTime(createdAt)],
  ];
  if (completedAt) rows.push([t('wallet.transaction.completed'), format.dateTime(completedAt)]);
  if (transaction.paymentMethod) {
    rows.push([t('wallet.transaction.method'), t(`wallet.method.${transaction.paymentMethod}`)]);
  }
  if (transaction.paymentReference) {
    rows.push([
      t('wallet.transaction.reference'),
      <span key="reference" className="address">
        {transaction.paymentReference}
      </span>,
    ]);
  }
  return (
    <Panel title={t('common.details')}>
      <Facts rows={rows} />
    </Panel>
  );
}

/** `gateway-clearing:midtrans` and the like: the part before the colon has a word. */
function useAccountWord() {
  const { t } = useTranslation();
  const words: Record<string, string> = t('wallet.transaction.account', { returnObjects: true });
  return (account: string) => words[account.split(':')[0] ?? ''] ?? account;
}

function Postings({ postings }: { postings: TransactionDetail['postings'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const accountWord = useAccountWord();
  return (
    <Panel title={t('wallet.transaction.postings')}>
      <Text size="sm" c="dimmed">
        {postings.length === 0 ? t('wallet.transaction.postingsNone') : t('wallet.transaction.postingsHint')}
      </Text>
      <Stack component="ul" className="rows" gap={0} mt="xs">
        {postings.map((posting) => (
          <Group
            component="li"
            key={`${posting.account}${posting.amount}${posting.at}`}
            justify="space-between"
            wrap="nowrap"
            py={10}
          >
            <div>
              <Text fw={500}>{accountWord(posting.account)}</Text>
              <Text size="sm" c="dimmed" className="figures">
                {format.dateTime(posting.at)}
              </Text>
            </div>
            <Text fw={500}>
              <Money amount={posting.amount} signed />
            </Text>
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}
