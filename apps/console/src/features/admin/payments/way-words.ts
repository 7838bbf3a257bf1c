import type { TopUpView } from '@minispod/contracts/wallet';
import { useTranslation } from 'react-i18next';
import { viaName } from '../../../format/via.js';

/** How a top-up is paid and through whom: `Bank transfer · BCA · Midtrans`. */
export function useWayWords() {
  const { t } = useTranslation();
  return ({ paymentMethod, bank, wallet, gateway }: TopUpView): string => {
    const via = bank ?? wallet;
    return [
      t(`topUp.methods.${paymentMethod}`),
      ...(via === null ? [] : [viaName(via)]),
      // A transfer by hand goes through nobody else.
      ...(gateway === 'manual' ? [] : [t(`payments.gateway.${gateway}`)]),
    ].join(' · ');
  };
}
