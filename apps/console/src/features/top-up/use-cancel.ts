import { useMutation } from '@tanstack/react-query';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';

/** Withdraws what is not to be paid; refused once it is paid, and then the page shows that instead. */
export function useCancel(transactionId: string, onDone: () => void) {
  const { mutate, error, isPending } = useMutation(
    trpc.wallet.cancelTopUp.mutationOptions({
      onSuccess: (cancelled) => {
        queryClient.setQueryData(trpc.wallet.topUpStatus.queryKey({ transactionId }), cancelled);
        onDone();
      },
      onSettled: () => {
        for (const part of [trpc.wallet, trpc.orders, trpc.subscriptions, trpc.instances])
          queryClient.invalidateQueries({ queryKey: part.pathKey() });
      },
    }),
  );
  return { cancel: () => mutate({ transactionId }), error, isPending };
}
