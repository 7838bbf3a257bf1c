import type { LiveChange } from '@minispod/contracts/live';
import { useEffect } from 'react';
import { reachServer } from './connection.js';
import { queryClient } from './query-client.js';
import { shareStream, whileVisible } from './shared-stream.js';
import { trpc, trpcClient } from './trpc.js';

const RECONNECT_MS = 5_000;

const STALE_AFTER: Record<LiveChange['topic'], () => readonly (readonly unknown[])[]> = {
  wallet: () => [trpc.wallet.pathKey(), trpc.subscriptions.pathKey()],
  instance: () => [trpc.instances.pathKey(), trpc.subscriptions.pathKey()],
  order: () => [trpc.orders.pathKey(), trpc.wallet.pathKey(), trpc.invoices.pathKey()],
  notification: () => [trpc.notifications.pathKey()],
};
const TOPICS = Object.keys(STALE_AFTER) as LiveChange['topic'][];

/** `gap`: announcements may have been missed, of any topic. */
type Message = LiveChange['topic'] | 'gap';

function markStale(message: Message): void {
  for (const topic of message === 'gap' ? TOPICS : [message])
    for (const queryKey of STALE_AFTER[topic]()) queryClient.invalidateQueries({ queryKey: [...queryKey] });
}

/**
 * Listens to what changed of this customer's and asks again for what is on screen. Tabs out of sight do not listen; back in
 * sight, or after a gap in the stream, everything on screen is asked again.
 */
export function useLiveUpdates(userId: string | null): void {
  useEffect(() => {
    if (userId === null) return;
    let isFirst = true;
    return whileVisible(() => {
      if (!isFirst) markStale('gap');
      isFirst = false;
      return shareStream<Message>({
        name: `minispod.live.${userId}`,
        open: openStream,
        onMessage: markStale,
      });
    });
  }, [userId]);
}

/** Keeps a stream open until it is closed, however often it breaks. */
function openStream({ all, others }: { all(message: Message): void; others(message: Message): void }) {
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasStarted = false;
  let close = () => {};
  open();

  function reopen(): void {
    if (isClosed) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      // An event stream cannot say that its cookie ran out; this question does, and renews it.
      await trpcClient.auth.me.query().catch(() => null);
      if (!isClosed) open();
    }, RECONNECT_MS);
  }

  async function open(): Promise<void> {
    const live = await import('./live-client.js').catch(() => null);
    if (isClosed) return;
    if (!live) {
      reopen();
      return;
    }
    const connection = live.liveClient.live.onChange.subscribe(undefined, {
      onStarted: () => {
        // What this tab shows was asked for just before its first stream; the others may have missed something since.
        if (hasStarted) all('gap');
        else others('gap');
        hasStarted = true;
      },
      onConnectionStateChange: ({ error }) => {
        if (error) reachServer();
      },
      onData: ({ topic }) => all(topic),
      onError: reopen,
      onComplete: reopen,
    });
    close = () => connection.unsubscribe();
  }

  return () => {
    isClosed = true;
    clearTimeout(timer);
    close();
  };
}
