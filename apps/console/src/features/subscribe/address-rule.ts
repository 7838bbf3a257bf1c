import '../../forms/schemas-without-eval.js';
import { SubdomainSchema } from '@minispod/contracts/instance';
import type { TFunction } from 'i18next';

/** What is wrong with an address, in words; null when it may be used. Empty is fine: then one is chosen by chance. */
export function addressMistake(address: string, t: TFunction): string | null {
  const typed = address.trim();
  if (typed === '') return null;
  const checked = SubdomainSchema.safeParse(typed);
  if (checked.success) return null;
  switch (checked.error.issues[0]?.code) {
    case 'too_small':
      return t('subscribe.addressShort');
    case 'too_big':
      return t('subscribe.addressLong');
    default:
      return t('subscribe.addressShape');
  }
}
