import { Button, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { QrCode, qrPicture } from './qr-code.js';

interface PayByQrProps {
  text: string;
  amount: number;
  /** The app that reads it; absent: any. */
  app?: string;
}

export function PayByQr({ text, amount: rupiah, app }: PayByQrProps) {
  const { t } = useTranslation();
  const amount = formatRupiah(rupiah);
  const save = async () => {
    const link = document.createElement('a');
    link.href = await qrPicture(text);
    link.download = `qris-${rupiah}.png`;
    link.click();
  };
  return (
    <Stack gap="md" align="center" ta="center">
      <QrCode text={text} label={t('topUp.qrLabel', { amount })} />
      <Text>{app ? t('topUp.qrTextApp', { app, amount }) : t('topUp.qrText', { amount })}</Text>
      {/* A phone cannot scan its own screen, but its apps read a saved picture. */}
      <Button hiddenFrom="sm" onClick={save} leftSection={<IconDownload size={18} aria-hidden />}>
        {t('topUp.qrSave')}
      </Button>
      <Text hiddenFrom="sm" size="sm" c="dimmed">
        {t('topUp.qrSaveText')}
      </Text>
    </Stack>
  );
}
