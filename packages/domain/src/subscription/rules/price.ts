import type { BillingCycle } from '@minispod/contracts/catalog';
import { type Rupiah, rupiah, share } from '@minispod/contracts/rupiah';
import type { PriceLine } from '@minispod/contracts/subscription';

interface PricedPlan {
  name: string;
  monthlyPrice: Rupiah;
  yearlyPrice: Rupiah | null;
  setupFee: Rupiah;
}

export interface Price {
  /** What every period costs. */
  recurring: Rupiah;
  /** What is due now: one period and the setup fee. */
  lines: PriceLine[];
  subtotal: Rupiah;
  discount: Rupiah;
  total: Rupiah;
}

/** The price of ordering a plan now, or null when the plan is not sold by that cycle. */
export function priceOf(plan: PricedPlan, serviceName: string, cycle: BillingCycle): Price | null {
  const recurring = cycle === 'MONTHLY' ? plan.monthlyPrice : plan.yearlyPrice;
  if (recurring === null) return null;
  const lines: PriceLine[] = [
    {
      kind: 'PLAN',
      description: `${serviceName} ${plan.name}, ${cycle === 'MONTHLY' ? '1 month' : '1 year'}`,
      amount: recurring,
    },
  ];
  if (plan.setupFee > 0) lines.push({ kind: 'SETUP_FEE', description: 'Setup fee', amount: plan.setupFee });
  const subtotal = rupiah(recurring + plan.setupFee);
  return { recurring, lines, subtotal, discount: rupiah(0), total: subtotal };
}

/**
 * What moving to a dearer plan costs for the rest of the current period: the new price's remaining share less the same
 * share of what was paid, to the millisecond, rounded down once, never below zero. The due date stays.
 */
export function upgradeCost(
  now: Date,
  period: { startsAt: Date; endsAt: Date },
  prices: { paid: Rupiah; next: Rupiah },
): { amount: Rupiah; remainingDays: number } {
  const total = BigInt(period.endsAt.getTime() - period.startsAt.getTime());
  const remaining = BigInt(Math.max(0, period.endsAt.getTime() - now.getTime()));
  const difference = share(rupiah(prices.next - prices.paid), remaining, total);
  return {
    amount: rupiah(Math.max(0, difference)),
    remainingDays: Math.ceil(Number(remaining) / 86_400_000),
  };
}
