import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isPassing, problemOf } from './problem.js';

export const SESSION_KEY = ['session'] as const;

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that ended elsewhere shows itself by the first refusal; the frame then leads to the login page.
    onError: (error) => {
      if (problemOf(error).code === 'UNAUTHORIZED') queryClient.setQueryData(SESSION_KEY, null);
    },
  }),
  defaultOptions: {
    // Without a network a call fails at once and says so. It never waits for the network to come back: what was pressed
    // and given up would then happen by itself, and money would leave. `connection.ts` has the pages asked again.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      refetchOnReconnect: 'always',
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && isPassing(problemOf(error)),
    },
  },
});
