import type { SubscriptionView } from '@minispod/contracts/subscription';
import type { en } from '../../texts/en/index.js';

/** What a subscription's state means for its owner: more than its status says, because two of them share one. */
export type Situation = keyof typeof en.subscription.situation;

export function situationOf(subscription: SubscriptionView): Situation {
  const { status, suspendedBy, autoRenew, gracePeriodEnd, nextPrice, instances } = subscription;
  switch (status) {
    case 'SUSPENDED':
      return suspendedBy === 'ADMINISTRATOR' ? 'BY_OPERATOR' : 'UNPAID';
    case 'PENDING_UPGRADE':
      return 'UPGRADING';
    case 'PENDING_PAYMENT':
      return 'AWAITING_PAYMENT';
    case 'CANCELLED':
    case 'EXPIRED':
      return status;
    case 'ACTIVE':
      if (!autoRenew) return 'ENDING';
      if (gracePeriodEnd) return 'GRACE';
      if (instances.some(({ status: its }) => its === 'PENDING' || its === 'PROVISIONING')) return 'STARTING';
      return nextPrice === 0 ? 'RENEWS_FREE' : 'RENEWS';
  }
}

export function isLive({ status }: Pick<SubscriptionView, 'status'>): boolean {
  return status !== 'CANCELLED' && status !== 'EXPIRED';
}

/** The code of the problem for which the last upgrade was undone; null when none was, or something happened since. */
export function failedUpgrade(timeline: { from: string | null; to: string; reason: string | null }[]) {
  const last = timeline.at(-1);
  if (last?.from !== 'PENDING_UPGRADE' || last.to !== 'ACTIVE' || last.reason === 'UPGRADED') return null;
  return { code: last.reason };
}
