import { type Rupiah, rupiah, share } from '@minispod/contracts/rupiah';
import { ACCOUNTS } from './accounts.js';
import type { Leg } from './post.js';

/** The tax contained in a price that includes it: `amount × rate ÷ (100 + rate)`, rounded down. `rate` in percent. */
export function taxIn(amount: Rupiah, rate: number): Rupiah {
  return share(amount, BigInt(rate), BigInt(100 + rate));
}

/** Legs that turn an amount into revenue and the tax contained in it; a negative amount takes both back. */
export function earned(amount: Rupiah, rate: number): Leg[] {
  const tax = amount < 0 ? rupiah(-taxIn(rupiah(-amount), rate)) : taxIn(amount, rate);
  return [
    { account: ACCOUNTS.revenue, amount: rupiah(amount - tax) },
    { account: ACCOUNTS.tax, amount: tax },
  ].filter((leg) => leg.amount !== 0);
}
