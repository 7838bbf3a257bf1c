import { useNavigate } from '@tanstack/react-router';
import { leaveSession } from '../app/session.js';
import { trpcClient } from '../app/trpc.js';

export function useLogOut(): () => Promise<void> {
  const navigate = useNavigate();
  return async () => {
    await trpcClient.auth.logout.mutate({});
    // First away from the private page, or it would lead to the login page on its own.
    await navigate({ to: '/' });
    leaveSession();
  };
}
