import { Card, Text, Title } from '@mantine/core';
import type { WalletView } from '@minispod/contracts/wallet';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/facts.js';
import { Money } from '../../ui/money.js';

export function BalancePanel({ wallet }: { wallet: WalletView }) {
  const { t } = useTranslation();
  const { creditBalance, held, totalTopUp, totalSpent } = wallet;
  return (
    <Card component="section">
      <Title order={2} fz="sm" fw={500} c="dimmed" style={{ letterSpacing: 0 }}>
        {t('wallet.balance')}
      </Title>
      <Text fz={40} fw={700} lh={1.2} mb="sm" style={{ letterSpacing: '-0.02em' }}>
        <Money amount={creditBalance} />
      </Text>
      {held > 0 && (
        <Text size="sm" c="dimmed" mb="xs">
          <strong>
            {t('wallet.held')} <Money amount={held} />.
          </strong>{' '}
          {t('wallet.heldHint')}
        </Text>
      )}
      <Facts
        rows={[
          [t('wallet.totalTopUp'), <Money key="topUp" amount={totalTopUp} />],
          [t('wallet.totalSpent'), <Money key="spent" amount={totalSpent} />],
        ]}
      />
    </Card>
  );
}
