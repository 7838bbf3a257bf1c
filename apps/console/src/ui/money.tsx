import { formatRupiah } from '@minispod/contracts/rupiah';
import { formatSigned } from '../format/money.js';

/** An amount in figures of equal width, never broken over two lines. */
export function Money({ amount, signed = false }: { amount: number; signed?: boolean }) {
  return <span className="figures">{signed ? formatSigned(amount) : formatRupiah(amount)}</span>;
}
