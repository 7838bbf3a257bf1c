import { Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { MINIMUM_TOP_UP } from '@minispod/contracts/wallet';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from './links.js';

interface TopUpLinkProps {
  /** Rupiah. */
  missing: number;
  /** Path to come back to once it is paid. */
  returnTo: string;
  children: string;
  fullWidth?: boolean;
}

/** To the wallet with the missing amount filled in, and back. */
export function TopUpLink({ missing, returnTo, children, fullWidth = false }: TopUpLinkProps) {
  const { t } = useTranslation();
  return (
    <Stack gap={4}>
      <ButtonLink
        to="/wallet/top-up"
        search={{ amount: Math.max(missing, MINIMUM_TOP_UP), returnTo }}
        fullWidth={fullWidth}
        size={fullWidth ? 'lg' : 'md'}
      >
        {children}
      </ButtonLink>
      {missing < MINIMUM_TOP_UP && (
        <Text size="sm" c="dimmed">
          {t('subscription.due.minimum', { amount: formatRupiah(MINIMUM_TOP_UP) })}
        </Text>
      )}
    </Stack>
  );
}
