import type { SessionView, UserView } from '@minispod/contracts/account';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { problemOf } from './problem.js';
import { queryClient, SESSION_KEY } from './query-client.js';
import { trpcClient } from './trpc.js';

/** Who is signed in; null for a visitor. */
export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  queryFn: async (): Promise<UserView | null> => {
    try {
      return await trpcClient.auth.me.query();
    } catch (error) {
      if (problemOf(error).code === 'UNAUTHORIZED') return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

export function useUser(): UserView | null {
  return useQuery(sessionQuery).data ?? null;
}

export function enterSession(session: Pick<SessionView, 'user'>): void {
  queryClient.setQueryData(SESSION_KEY, session.user);
}

/** The catalog is everybody's, and who is signed in has just been said. */
function isPublic([path]: readonly unknown[]): boolean {
  return path === SESSION_KEY[0] || (Array.isArray(path) && path[0] === 'catalog');
}

/** Forgets everything that was this customer's; a shared computer shows none of it to the next one. */
export function leaveSession(): void {
  queryClient.setQueryData(SESSION_KEY, null);
  queryClient.removeQueries({ predicate: ({ queryKey }) => !isPublic(queryKey) });
}
