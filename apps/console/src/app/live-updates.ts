import type { LiveChange } from '@minispod/contracts/live';
import { useEffect } from 'react';
import { queryClient } from './query-client.js';
import { trpc, trpcClient } from './trpc.js';

const RECONNECT_MS = 5_000;

const STALE_AFTER: Record<LiveChange['topic'], () => readonly (readonly unknown[])[]> = {
  wallet: () => [trpc.wallet.pathKey(), trpc.subscriptions.pathKey()],
  instance: () => [trpc.instances.pathKey(), trpc.subscriptions.pathKey()],
  order: () => [trpc.orders.pathKey(), trpc.wallet.pathKey(), trpc.invoices.pathKey()],
  notification: () => [trpc.notifications.pathKey()],
};

function markStale(topic: LiveChange['topic']): void {
  for (const queryKey of STALE_AFTER[topic]()) queryClient.invalidateQueries({ queryKey: [...queryKey] });
}

/**
 * Listens to what changed while a customer is signed in and asks again for what is on screen. Announcements made during
 * a gap are lost, so everything is asked again after each reconnection.
 */
export function useLiveUpdates(enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let started = false;
    let close = () => {};
    open();

    function reopen(): void {
      if (stopped) return;
      clearTimeout(timer);
      timer = setTimeout(async () => {
        // An event stream cannot say that its cookie ran out; this question does, and renews it.
        await trpcClient.auth.me.query().catch(() => null);
        if (!stopped) open();
      }, RECONNECT_MS);
    }

    async function open(): Promise<void> {
      const live = await import('./live-client.js').catch(() => null);
      if (stopped) return;
      if (!live) {
        reopen();
        return;
      }
      const connection = live.liveClient.live.onChange.subscribe(undefined, {
        onStarted: () => {
          if (started) for (const topic of Object.keys(STALE_AFTER)) markStale(topic as LiveChange['topic']);
          started = true;
        },
        onData: (change) => markStale(change.topic),
        onError: reopen,
        onComplete: reopen,
      });
      close = () => connection.unsubscribe();
    }

    return () => {
      stopped = true;
      clearTimeout(timer);
      close();
    };
  }, [enabled]);
}
