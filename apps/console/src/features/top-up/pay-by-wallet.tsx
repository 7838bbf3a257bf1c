import { Button, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PayByQr } from './pay-by-qr.js';

interface PayByWalletProps {
  /** Its name. */
  wallet: string;
  url: string;
  qrString: string | null;
  amount: number;
}

/** The wallet's app is on the phone: opened there, or shown a code from a desk. */
export function PayByWallet({ wallet, url, qrString, amount }: PayByWalletProps) {
  const { t } = useTranslation();
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  if (!isPhone && qrString) {
    return <PayByQr text={qrString} amount={amount} app={wallet} />;
  }
  return (
    <Stack gap="md" align="center" ta="center">
      <Text>{t('topUp.walletText', { wallet, amount: formatRupiah(amount) })}</Text>
      <Button
        component="a"
        href={url}
        {...(!isPhone && { target: '_blank', rel: 'noreferrer' })}
        size="lg"
        fullWidth={isPhone}
        rightSection={<IconExternalLink size={18} aria-hidden />}
      >
        {t('topUp.walletOpen', { wallet })}
      </Button>
    </Stack>
  );
}
