import type { SubscribeInput } from '@minispod/contracts/subscription';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useIntent } from '../../app/intent.js';
import { queryClient } from '../../app/query-client.js';
import { useStay } from '../../app/stay.js';
import { trpc, trpcClient } from '../../app/trpc.js';
import { useOpenPayment } from '../top-up/use-open-payment.js';
import type { ChosenWay } from '../top-up/ways.js';

function askAgain(): void {
  for (const part of [trpc.instances, trpc.wallet, trpc.orders, trpc.subscriptions])
    queryClient.invalidateQueries({ queryKey: part.pathKey() });
}

/** Buys from credit, and leads to the service that starts. */
export function useSubscribe(onError: (error: unknown) => void) {
  const navigate = useNavigate();
  const intent = useIntent();
  const { mutate, ...order } = useMutation(
    trpc.subscriptions.subscribe.mutationOptions({
      onSuccess: ({ instance }) => {
        intent.fulfilled();
        askAgain();
        navigate({ to: '/instances/$id', params: { id: instance.id }, ignoreBlocker: true });
      },
      onError,
    }),
  );
  useStay(order.isPending);
  const subscribe = (input: SubscribeInput) => mutate({ ...input, requestId: intent.requestIdFor(input) });
  return { subscribe, error: order.error, isBusy: order.isPending || order.isSuccess };
}

/** Buys without credit, and leads to the payment that the order waits for. */
export function useCheckout(onError: (error: unknown) => void) {
  const intent = useIntent();
  return useOpenPayment(async (input: SubscribeInput & ChosenWay) => {
    try {
      const { payment, instance } = await trpcClient.subscriptions.checkout.mutate({
        ...input,
        requestId: intent.requestIdFor(input),
      });
      intent.fulfilled();
      askAgain();
      return { payment, returnTo: `/instances/${instance.id}` };
    } catch (error) {
      onError(error);
      throw error;
    }
  });
}
