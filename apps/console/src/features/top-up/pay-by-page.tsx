import { Button, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Only the gateway's own page takes it, as for cards. */
export function PayByPage({ url, amount }: { url: string; amount: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md" align="center" ta="center">
      <Text>{t('topUp.pageText', { amount: formatRupiah(amount) })}</Text>
      <Button
        component="a"
        href={url}
        target="_blank"
        size="lg"
        rightSection={<IconExternalLink size={18} aria-hidden />}
      >
        {t('topUp.open')}
      </Button>
    </Stack>
  );
}
