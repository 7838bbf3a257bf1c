import { Anchor, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TopUpView } from '@minispod/contracts/wallet';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { ButtonLink } from '../../ui/links.js';

export function Paid({ topUp, returnTo }: { topUp: TopUpView; returnTo: string | undefined }) {
  const { t } = useTranslation();
  const balance = useQuery(trpc.wallet.get.queryOptions()).data?.creditBalance;
  return (
    <Stack gap="md" align="center" ta="center" py="md">
      <ThemeIcon size={64} radius="xl" color="green" variant="light" aria-hidden>
        <IconCheck size={34} />
      </ThemeIcon>
      <Title order={2}>{t('topUp.paidTitle', { amount: formatRupiah(topUp.amount) })}</Title>
      <Text c="dimmed" mih={24}>
        {balance !== undefined && t('topUp.paidText', { balance: formatRupiah(balance) })}
      </Text>
      {returnTo ? (
        <Anchor href={returnTo}>{t('topUp.paidFinish')}</Anchor>
      ) : (
        <ButtonLink to="/wallet" size="lg">
          {t('topUp.paidWallet')}
        </ButtonLink>
      )}
    </Stack>
  );
}
