import { formatRupiah } from '@minispod/contracts/rupiah';

/** A movement of the balance with its direction: `+Rp50.000`, `−Rp50.000`. */
export function formatSigned(amount: number): string {
  return amount > 0 ? `+${formatRupiah(amount)}` : formatRupiah(amount);
}
