import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionDetail } from '@minispod/contracts/subscription';
import { useTranslation } from 'react-i18next';
import { situationOf } from './situation.js';

/** What cancelling now means for the data and the money. */
export function NowWords({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  if (situationOf(subscription) === 'STARTING') return t('subscription.cancel.nowTextStarting');
  return subscription.unused > 0
    ? t('subscription.cancel.nowText', { amount: formatRupiah(subscription.unused) })
    : t('subscription.cancel.nowTextNothing');
}
