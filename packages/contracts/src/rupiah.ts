import { z } from 'zod';

/** Money: whole Indonesian rupiah, never a float. 2^53 − 1 rupiah is far beyond any balance we allow. */
export type Rupiah = number & { readonly __unit: 'rupiah' };

/** Brands a whole number of rupiah. Throws a RangeError on fractions, NaN and unsafe integers. */
export function rupiah(amount: number): Rupiah {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of rupiah: ${amount}`);
  return amount as Rupiah;
}

/**
 * `amount × numerator ÷ denominator`, rounded down. The one rounding of the whole system: proration, percentages and
 * tax all come through here, so that screen, invoice and ledger can never differ by a rupiah.
 */
export function share(amount: Rupiah, numerator: bigint, denominator: bigint): Rupiah {
  if (denominator <= 0n) throw new RangeError('denominator must be positive');
  const product = BigInt(amount) * numerator;
  const quotient = product / denominator;
  const floored = product % denominator < 0n ? quotient - 1n : quotient;
  return rupiah(Number(floored));
}

/** `Rp50.000`: the official spelling, no space, dots between thousands. */
export function formatRupiah(amount: number): string {
  const digits = Math.abs(amount)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, '.');
  return `${amount < 0 ? '−' : ''}Rp${digits}`;
}

export const RupiahSchema = z
  .number()
  .int()
  .transform((n) => n as Rupiah);
