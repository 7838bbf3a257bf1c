import type { TransactionType } from '@minispod/contracts/wallet';

/** Whether the description, which is written in one language, names what the kind does not: the service, or the reason. */
export function saysMore(type: TransactionType): boolean {
  return type !== 'TOP_UP' && type !== 'REVERSAL' && type !== 'DEBT_PAYMENT';
}
