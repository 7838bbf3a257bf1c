import type { ApprovalView } from '@minispod/contracts/approvals';
import { formatRupiah, rupiah } from '@minispod/contracts/rupiah';
import { IconUserCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/use-format.js';
import { ButtonLink } from '../../../ui/links.js';
import { Notice } from '../../../ui/notice.js';

/** Something was asked for and nothing moved yet; the way to where it is decided. */
export function WaitingNotice({ approval }: { approval: ApprovalView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { amount, requestedBy, reason, expiresAt } = approval;
  return (
    <Notice
      icon={IconUserCheck}
      color="amber"
      title={t('approvals.waitsTitle', { amount: formatRupiah(rupiah(Math.abs(amount))) })}
      text={t('approvals.waitsText', { name: requestedBy.name, reason, date: format.dateTime(expiresAt) })}
      action={
        <ButtonLink to="/admin/approvals" variant="default">
          {t('approvals.open')}
        </ButtonLink>
      }
    />
  );
}
