import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { TopUpView } from '@minispod/contracts/wallet';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../ui/links.js';

const FAILURES = ['DENIED', 'CANCELLED', 'EXPIRED', 'GATEWAY_FAILED'] as const;

export function NotPaid({ topUp, returnTo }: { topUp: TopUpView; returnTo: string | undefined }) {
  const { t } = useTranslation();
  const reason = FAILURES.find((failure) => failure === topUp.failure) ?? 'other';
  return (
    <Stack gap="md" align="center" ta="center" py="md">
      <ThemeIcon size={64} radius="xl" color="gray" variant="light" aria-hidden>
        <IconX size={34} />
      </ThemeIcon>
      <Title order={2}>{t('topUp.failedTitle')}</Title>
      <Text c="dimmed">{t(`topUp.failure.${reason}`)}</Text>
      <ButtonLink to="/wallet/top-up" search={{ amount: topUp.amount, returnTo }} size="lg">
        {t('topUp.newTopUp')}
      </ButtonLink>
    </Stack>
  );
}
