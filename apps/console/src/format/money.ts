import { formatRupiah } from '@minispod/contracts/rupiah';
import type { Locale } from '@minispod/contracts/shared';
import type { TransactionView } from '@minispod/contracts/wallet';

/** What a transaction did to the balance: negative when it went out. */
export function movement({ amount, direction }: Pick<TransactionView, 'amount' | 'direction'>): number {
  return direction === 'IN' ? amount : -amount;
}

/** A movement of the balance with its direction: `+Rp50.000`, `−Rp50.000`. */
export function formatSigned(amount: number): string {
  return amount > 0 ? `+${formatRupiah(amount)}` : formatRupiah(amount);
}

/** A limit in few letters: `Rp50 jt`, `Rp50M`, `Rp10 rb`, `Rp10K`. For round amounts only: what is paid is always written out. */
export function formatRoundRupiah(amount: number, locale: Locale): string {
  return `Rp${new Intl.NumberFormat(locale, { notation: 'compact' }).format(amount)}`;
}
