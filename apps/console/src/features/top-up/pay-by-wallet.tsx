import { Button, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { QrCode } from './qr-code.js';

interface PayByWalletProps {
  /** Its name. */
  wallet: string;
  url: string;
  qrString: string | null;
  amount: number;
}

/** The wallet's app is on the phone: opened there; from a desk by a code, at worst one of the address that opens it. */
export function PayByWallet({ wallet, url, qrString, amount }: PayByWalletProps) {
  const { t } = useTranslation();
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const words = { wallet, amount: formatRupiah(amount) };
  if (!isPhone) {
    return (
      <Stack gap="md" align="center" ta="center">
        <QrCode text={qrString ?? url} label={t('topUp.qrLabel', words)} />
        <Text>{t(qrString ? 'topUp.walletQr' : 'topUp.walletScan', words)}</Text>
      </Stack>
    );
  }
  return (
    <Stack gap="md" align="center" ta="center">
      <Text>{t('topUp.walletText', words)}</Text>
      <Button
        component="a"
        href={url}
        size="lg"
        fullWidth
        rightSection={<IconExternalLink size={18} aria-hidden />}
      >
        {t('topUp.walletOpen', { wallet })}
      </Button>
    </Stack>
  );
}
