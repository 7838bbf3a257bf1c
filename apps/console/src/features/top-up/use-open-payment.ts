import type { TopUpView } from '@minispod/contracts/wallet';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { queryClient } from '../../app/query-client.js';
import { useStay } from '../../app/stay.js';
import { trpc } from '../../app/trpc.js';
import { openPaymentTab } from './payment-tab.js';
import { keepReturnPath } from './return-path.js';
import type { Way } from './ways.js';

export interface Opened {
  payment: TopUpView;
  /** Where to go on once it is paid. */
  returnTo: string | undefined;
}

/**
 * Opens a payment and leads to the page that waits for it; the gateway's own page opens beside it where it has one. What
 * it is refused with is in `error`; what was chosen stays.
 */
export function useOpenPayment<T>(open: (input: T) => Promise<Opened>) {
  const navigate = useNavigate();
  const opening = useMutation({ mutationFn: open });
  useStay(opening.isPending);
  const start = async (way: Way, input: T) => {
    const tab = openPaymentTab(way.shows === 'PAGE');
    try {
      const { payment, returnTo } = await opening.mutateAsync(input);
      const { transactionId, instructions } = payment;
      keepReturnPath(transactionId, returnTo);
      queryClient.setQueryData(trpc.wallet.topUpStatus.queryKey({ transactionId }), payment);
      await navigate({
        to: '/wallet/top-up/$transactionId',
        params: { transactionId },
        search: { returnTo },
        ignoreBlocker: true,
      });
      tab.lead(instructions?.kind === 'PAGE' ? instructions.url : null);
    } catch {
      tab.close();
    }
  };
  return { start, error: opening.error, isBusy: opening.isPending || opening.isSuccess };
}
