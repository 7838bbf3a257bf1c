import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { ButtonLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { Panel } from '../../ui/panel.js';

/** What was begun and can still be paid; nothing when there is none. */
export function OpenTopUps() {
  const { t } = useTranslation();
  const format = useFormat();
  const open = useQuery(
    trpc.wallet.transactions.queryOptions({ type: 'TOP_UP', status: 'PENDING', limit: 5 }),
  );
  if (!open.data || open.data.items.length === 0) return null;
  return (
    <Panel title={t('wallet.openTopUps')}>
      <ul className="rows">
        {open.data.items.map((topUp) => (
          <Group component="li" key={topUp.id} justify="space-between" py="sm">
            <div>
              <Text fw={600}>
                <Money amount={topUp.amount} />
              </Text>
              <Text size="sm" c="dimmed">
                {topUp.paymentMethod && t(`wallet.method.${topUp.paymentMethod}`)} ·{' '}
                {format.dateTime(topUp.createdAt)}
              </Text>
            </div>
            <ButtonLink
              to="/wallet/top-up/$transactionId"
              params={{ transactionId: topUp.id }}
              variant="default"
              size="sm"
            >
              {t('wallet.continuePaying')}
            </ButtonLink>
          </Group>
        ))}
      </ul>
    </Panel>
  );
}
