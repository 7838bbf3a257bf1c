import type { AppRouter } from '@minispod/api/router';
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';
import { ENDPOINT } from './trpc.js';

/** Apart from the other calls: its code is fetched only once somebody is signed in. */
export const liveClient = createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url: ENDPOINT })] });
