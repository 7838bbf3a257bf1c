/** The last three digits tell transfers apart on the bank's statement; they are credited like the rest. */
const CODES = 999;

/**
 * Rupiah that a transfer of `amount` can be asked for exactly: up to Rp999 more, and none that is open. `lately` holds the
 * amounts of other transfers and whether they are open. Money may come days after its transfer has ended, so an amount
 * that was given to nobody lately goes first.
 */
export function transferAmounts(amount: number, lately: ReadonlyMap<number, { isOpen: boolean }>): number[] {
  const all = Array.from({ length: CODES }, (_, index) => amount + index + 1);
  const unheard = all.filter((candidate) => !lately.has(candidate));
  return unheard.length > 0 ? unheard : all.filter((candidate) => !lately.get(candidate)?.isOpen);
}
