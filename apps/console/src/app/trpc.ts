import type { AppRouter } from '@minispod/api/router';
import { createTRPCClient, httpBatchLink, TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { fetchFromServer } from './connection.js';
import { queryClient } from './query-client.js';
import { refreshSession } from './refresh-session.js';

export const ENDPOINT = '/trpc';
/** Their own refusal is an answer, never a reason to refresh. */
const ANSWERS_FOR_ITSELF = new Set(['auth.login', 'auth.register', 'auth.refresh', 'auth.logout']);

function batchLink() {
  return httpBatchLink<AppRouter>({
    url: ENDPOINT,
    fetch: (url, init) => fetchFromServer(url, init as RequestInit),
  });
}

const plainClient = createTRPCClient<AppRouter>({ links: [batchLink()] });

function isUnauthorized(error: unknown): boolean {
  return error instanceof TRPCClientError && error.data?.code === 'UNAUTHORIZED';
}

/** Access tokens live minutes, sessions days: an UNAUTHORIZED answer refreshes the session and asks once more. */
const refreshOnce: TRPCLink<AppRouter> = () => (call) =>
  observable((observer) => {
    const askedAt = Date.now();
    let subscription = attempt(true);
    function attempt(mayRefresh: boolean) {
      return call.next(call.op).subscribe({
        next: (value) => observer.next(value),
        complete: () => observer.complete(),
        error: (error) => {
          if (!mayRefresh || !isUnauthorized(error) || ANSWERS_FOR_ITSELF.has(call.op.path)) {
            observer.error(error);
            return;
          }
          refreshSession(askedAt, () => plainClient.auth.refresh.mutate({})).then((renewed) => {
            if (renewed) subscription = attempt(false);
            else observer.error(error);
          });
        },
      });
    }
    return () => subscription.unsubscribe();
  });

export const trpcClient = createTRPCClient<AppRouter>({
  links: [refreshOnce, batchLink()],
});

export const trpc = createTRPCOptionsProxy<AppRouter>({ client: trpcClient, queryClient });
