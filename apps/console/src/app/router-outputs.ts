import type { AppRouter } from '@minispod/api/router';
import type { inferRouterOutputs } from '@trpc/server';

/** What each procedure answers, for lists whose rows have no name of their own in the contracts. */
export type RouterOutputs = inferRouterOutputs<AppRouter>;
