import { useMutation } from '@tanstack/react-query';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';

/** Everything that a change of a subscription may have changed elsewhere. */
export function askAgain(): void {
  for (const part of [trpc.subscriptions, trpc.wallet, trpc.instances, trpc.orders, trpc.invoices]) {
    queryClient.invalidateQueries({ queryKey: part.pathKey() });
  }
}

/** Changes of settings: renewing, planned changes, order of payment. */
export function useUpdate() {
  return useMutation(trpc.subscriptions.update.mutationOptions({ onSettled: askAgain }));
}
