import type { BillingCycle } from '@minispod/contracts/catalog';
import type { Rupiah } from '@minispod/contracts/rupiah';
import type { Subscription } from '@minispod/database/entities/subscription.entity';

export interface NextCharge {
  planId: string;
  billingCycle: BillingCycle;
  /** Of one period, rupiah. */
  price: Rupiah;
  /** The periods from then on are counted from here. */
  anchor: Date;
}

export type Chargeable = Pick<
  Subscription,
  | 'status'
  | 'planId'
  | 'billingCycle'
  | 'price'
  | 'anchor'
  | 'endDate'
  | 'downgradeTo'
  | 'nextCycle'
  | 'nextPrice'
  | 'pendingPlanId'
  | 'pendingPrice'
>;

/**
 * What the next period will be charged at. Everything that foretells a charge asks here, and so does the charge itself: a
 * planned plan or cycle counts at the price it had when it was chosen, an upgrade under way at the price of its quote.
 */
export function nextCharge(it: Chargeable): NextCharge {
  const { planId, billingCycle, price, anchor } = it;
  const asItIs = { planId, billingCycle, price, anchor };
  if (it.status === 'PENDING_UPGRADE')
    return { ...asItIs, planId: it.pendingPlanId ?? planId, price: it.pendingPrice ?? price };
  if (it.downgradeTo === null && it.nextCycle === null) return asItIs;
  const cycle = it.nextCycle ?? billingCycle;
  return {
    planId: it.downgradeTo ?? planId,
    billingCycle: cycle,
    price: it.nextPrice ?? price,
    // A year, or a month, of another length than before is counted from where it begins.
    anchor: cycle === billingCycle ? anchor : it.endDate,
  };
}
