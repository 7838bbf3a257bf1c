import { Button } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** The paper of a top-up that was paid. */
export function ReceiptLink({ transactionId }: { transactionId: string }) {
  const { t } = useTranslation();
  return (
    <Button
      component="a"
      href={`/api/user/wallet/transactions/${transactionId}/receipt`}
      target="_blank"
      rel="noreferrer"
      variant="default"
      leftSection={<IconFileTypePdf size={18} aria-hidden />}
      aria-label={`${t('wallet.receipt')}, ${t('common.newTab')}`}
    >
      {t('wallet.receipt')}
    </Button>
  );
}
