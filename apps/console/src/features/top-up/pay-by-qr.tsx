import { Button, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { QrCode, qrPicture } from './qr-code.js';

/** Any bank or wallet app reads it. */
export function PayByQr({ text, amount }: { text: string; amount: number }) {
  const { t } = useTranslation();
  const words = { amount: formatRupiah(amount) };
  const save = async () => {
    const link = document.createElement('a');
    link.href = await qrPicture(text);
    link.download = `qris-${amount}.png`;
    link.click();
  };
  return (
    <Stack gap="md" align="center" ta="center">
      <QrCode text={text} label={t('topUp.qrLabel', words)} />
      <Text>{t('topUp.qrText', words)}</Text>
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
