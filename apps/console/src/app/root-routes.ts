import { createRootRoute, createRoute, redirect } from '@tanstack/react-router';
import { AccountGate } from '../frame/account-gate.js';
import { Shell } from '../frame/shell.js';
import { needTexts } from '../texts/locale.js';
import { NotFound } from '../ui/not-found.js';
import { queryClient } from './query-client.js';
import { sessionQuery } from './session.js';

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** Everything below belongs to one customer; a visitor is led to the login page and back here afterwards. */
export const account = createRoute({
  getParentRoute: () => root,
  id: 'account',
  beforeLoad: async ({ location }) => {
    const user = await queryClient.ensureQueryData(sessionQuery);
    if (!user) throw redirect({ to: '/login', search: { redirect: location.href } });
  },
  loader: () => needTexts('customer'),
  component: AccountGate,
});
