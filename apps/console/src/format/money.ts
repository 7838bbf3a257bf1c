import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TransactionView } from '@minispod/contracts/wallet';

/** What a transaction did to the balance: negative when it went out. */
export function movement({ amount, direction }: Pick<TransactionView, 'amount' | 'direction'>): number {
  return direction === 'IN' ? amount : -amount;
}

/** A movement of the balance with its direction: `+Rp50.000`, `−Rp50.000`. */
export function formatSigned(amount: number): string {
  return amount > 0 ? `+${formatRupiah(amount)}` : formatRupiah(amount);
}
