import { formatRupiah } from '@minispod/contracts/rupiah';
import { MINIMUM_TOP_UP } from '@minispod/contracts/wallet';
import { IconReceiptRefund } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { ButtonLink } from '../../ui/links.js';
import { Notice } from '../../ui/notice.js';

/** What is owed since money was taken back after it was spent; nothing when nothing is. */
export function Owed() {
  const { t } = useTranslation();
  const owed = useQuery(trpc.wallet.get.queryOptions()).data?.receivable ?? 0;
  if (owed === 0) return null;
  const amount = Math.max(owed, MINIMUM_TOP_UP);
  return (
    <Notice
      icon={IconReceiptRefund}
      color="amber"
      title={t('wallet.owedTitle', { amount: formatRupiah(owed) })}
      text={t('wallet.owedText')}
      action={
        <ButtonLink to="/wallet/top-up" search={{ amount }}>
          {t('wallet.owedAction', { amount: formatRupiah(amount) })}
        </ButtonLink>
      }
    />
  );
}
