import type { BillingCycle, PlanView } from '@minispod/contracts/catalog';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TFunction } from 'i18next';

/** What a plan costs a period, rupiah; null when it is not sold by this cycle. */
export function periodPrice(plan: PlanView, cycle: BillingCycle): number | null {
  return cycle === 'YEARLY' ? (plan.yearlyPrice ?? null) : plan.monthlyPrice;
}

/** `Rp120.000 a month`, `Free`. */
export function priceWords(amount: number, cycle: BillingCycle, t: TFunction): string {
  if (amount === 0) return t('common.free');
  return `${formatRupiah(amount)} ${t(cycle === 'YEARLY' ? 'common.perYear' : 'common.perMonth')}`;
}
