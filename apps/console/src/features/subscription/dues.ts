import type { SubscriptionView } from '@minispod/contracts/subscription';

export interface Due {
  subscription: SubscriptionView;
  /** Rupiah that are not in the wallet yet; 0 when the balance pays it without anybody's doing. */
  missing: number;
}

type Ranked = Pick<SubscriptionView, 'priority' | 'endDate' | 'id'>;

/** The order in which billing pays: the owner's, then the oldest debt. */
export function byPriority(a: Ranked, b: Ranked): number {
  return a.priority - b.priority || a.endDate.localeCompare(b.endDate) || a.id.localeCompare(b.id);
}

/**
 * What is owed, each with what has to come in before it is paid: whatever is paid before it takes its part of a top-up
 * first. Billing passes over what the balance does not cover and goes on with the next. What is owed since money was taken
 * back (`receivable`) has to come in as well, because it is paid before any of them.
 */
export function duesOf(subscriptions: SubscriptionView[], balance: number, receivable = 0): Due[] {
  let left = balance;
  let owed = 0;
  return subscriptions
    .filter((subscription) => subscription.amountDue > 0)
    .sort(byPriority)
    .map((subscription) => {
      owed += subscription.amountDue;
      if (left < subscription.amountDue) return { subscription, missing: owed + receivable - balance };
      left -= subscription.amountDue;
      return { subscription, missing: 0 };
    });
}

/**
 * The priorities to write so that one subscription moves by `step` places (−1 is earlier); nothing at either end of the
 * list. Numbers follow the places, so equal ones become clear as soon as somebody moves something.
 */
export function moved(
  subscriptions: SubscriptionView[],
  id: string,
  step: 1 | -1,
): { id: string; priority: number }[] {
  const order = [...subscriptions].sort(byPriority);
  const from = order.findIndex((subscription) => subscription.id === id);
  const [one, other] = [order[from], order[from + step]];
  if (!one || !other) return [];
  order[from] = other;
  order[from + step] = one;
  return order
    .map((subscription, index) => ({ subscription, priority: index + 1 }))
    .filter(({ subscription, priority }) => subscription.priority !== priority)
    .map(({ subscription, priority }) => ({ id: subscription.id, priority }));
}
