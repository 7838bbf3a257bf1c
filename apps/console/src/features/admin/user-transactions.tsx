import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../app/router-outputs.js';
import { movement } from '../../format/money.js';
import { useFormat } from '../../format/use-format.js';
import { Money } from '../../ui/money.js';
import { Panel } from '../../ui/panel.js';

type Transaction = RouterOutputs['admin']['users']['get']['transactions'][number];

/** What happened in a customer's wallet lately, and which administrator did it for which reason. */
export function UserTransactions({ transactions }: { transactions: Transaction[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t('admin.users.transactions')}>
      {transactions.length === 0 && <Text c="dimmed">{t('admin.users.noTransactions')}</Text>}
      <ul className="rows">
        {transactions.map((transaction) => {
          const { id, description, createdAt, processedBy, adminNotes } = transaction;
          return (
            <Group component="li" key={id} justify="space-between" py="sm" gap="sm">
              <Stack gap={2} style={{ flex: '1 1 260px', minWidth: 0 }}>
                <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
                  {description}
                </Text>
                <Text size="sm" c="dimmed">
                  {format.dateTime(createdAt)}
                </Text>
                {processedBy && (
                  <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {t('admin.users.processedBy', { name: processedBy.name })}
                    {adminNotes !== null && adminNotes !== description && ` ${adminNotes}`}
                  </Text>
                )}
              </Stack>
              <Money amount={movement(transaction)} signed />
            </Group>
          );
        })}
      </ul>
    </Panel>
  );
}
