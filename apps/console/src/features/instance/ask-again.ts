import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';

/** Everything that an action on an instance may have changed elsewhere. */
export function askAgain(): void {
  for (const part of [trpc.instances, trpc.subscriptions, trpc.notifications])
    queryClient.invalidateQueries({ queryKey: part.pathKey() });
}
