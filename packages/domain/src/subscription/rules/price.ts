import type { BillingCycle } from '@minispod/contracts/catalog';
import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
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
