import { Group, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { PaymentInstructions, TopUpView } from '@minispod/contracts/wallet';
import { useTranslation } from 'react-i18next';
import { Copy } from '../../ui/copy.js';
import { AccountNumber } from './account-number.js';
import { ProofUpload } from './proof-upload.js';

type Transfer = Extract<PaymentInstructions, { kind: 'TRANSFER' }>;
type PayByTransferProps = Pick<Transfer, 'amount' | 'accounts'> & { topUp: TopUpView };

/** By hand to one of our accounts; the last three digits are how it is found on the statement. */
export function PayByTransfer({ topUp, amount, accounts }: PayByTransferProps) {
  const { t } = useTranslation();
  const figures = formatRupiah(amount);
  return (
    <Stack gap="md">
      <Stack gap={4} align="center" ta="center">
        <Group gap="sm" justify="center">
          <Text fz={36} fw={700} lh={1.1} className="figures">
            {figures.slice(0, -3)}
            <Text span inherit c="var(--warn)" td="underline">
              {figures.slice(-3)}
            </Text>
          </Text>
          <Copy value={String(amount)} what={t('topUp.amount')} />
        </Group>
        <Text fw={600} c="var(--warn)">
          {t('topUp.transferExact', { digits: figures.slice(-3) })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('topUp.transferWhy', { amount: figures })}
        </Text>
      </Stack>
      {accounts.map(({ bank, number, holder }) => (
        <AccountNumber
          key={`${bank}${number}`}
          label={t('topUp.transferTo', { bank, holder })}
          number={number}
        />
      ))}
      <ProofUpload transactionId={topUp.transactionId} />
    </Stack>
  );
}
