import type { SubscriptionView } from '@minispod/contracts/subscription';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/trpc.js';
import { type Due, duesOf } from './dues.js';

interface Dues {
  /** Unpaid, in the order in which billing pays. */
  dues: Due[];
  /** Stopped by the operator. */
  stopped: SubscriptionView[];
  balance: number;
}

/** What keeps services from running on, or will soon; null until it is known. */
export function useDues(): Dues | null {
  const active = useQuery(trpc.subscriptions.list.queryOptions({ status: 'ACTIVE', limit: 100 })).data;
  const suspended = useQuery(trpc.subscriptions.list.queryOptions({ status: 'SUSPENDED', limit: 100 })).data;
  const wallet = useQuery(trpc.wallet.get.queryOptions()).data;
  if (!active || !suspended || !wallet) return null;
  return {
    dues: duesOf([...active.items, ...suspended.items], wallet.creditBalance, wallet.receivable),
    stopped: suspended.items.filter(({ suspendedBy }) => suspendedBy === 'ADMINISTRATOR'),
    balance: wallet.creditBalance,
  };
}
