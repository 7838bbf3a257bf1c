import { Button, Card, Skeleton, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { MINIMUM_TOP_UP, type TopUpView } from '@minispod/contracts/wallet';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { problemOf } from '../../app/problem.js';
import { trpc, trpcClient } from '../../app/trpc.js';
import { ButtonLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { MethodChoice } from './method-choice.js';
import { OpeningProblem } from './opening-problem.js';
import { keptReturnPath } from './return-path.js';
import { useMethods } from './use-methods.js';
import { useOpenPayment } from './use-open-payment.js';
import { type ChosenWay, chosen, viaOf } from './ways.js';

const route = getRouteApi('/account/wallet/top-up/$transactionId/change');

/** Another way to pay the same: the old one is withdrawn first, so that nobody pays twice by mistake. */
export function ChangeMethodPage() {
  const { t } = useTranslation();
  const { transactionId } = route.useParams();
  const topUp = useQuery(trpc.wallet.topUpStatus.queryOptions({ transactionId }));
  return (
    <Page title={t('topUp.changeTitle')} above={[{ label: t('wallet.title'), to: '/wallet' }]}>
      <QueryView query={topUp} skeleton={<Skeleton h={480} maw={640} radius="lg" />}>
        {(data) => <Change topUp={data} />}
      </QueryView>
    </Page>
  );
}

function Change({ topUp }: { topUp: TopUpView }) {
  const { t } = useTranslation();
  const order = useQuery(
    trpc.orders.get.queryOptions({ id: topUp.orderId ?? '' }, { enabled: topUp.orderId !== null }),
  ).data;
  const amount = order?.total ?? amountWithoutCode(topUp);
  const { query, way, choose } = useMethods(amount);
  const { start, error, isBusy } = useChange(topUp, amount);
  const { transactionId } = topUp;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (way?.isAvailable) start(way, chosen(way));
  };
  return (
    <Card maw={640}>
      <form onSubmit={submit}>
        <Stack gap="xl">
          <div>
            <Text fz={32} fw={700} className="figures">
              {formatRupiah(amount)}
            </Text>
            <Text c="dimmed">
              {t('topUp.changeText', { way: viaOf(topUp) ?? t(`topUp.inWords.${topUp.paymentMethod}`) })}
            </Text>
          </div>
          <QueryView query={query} skeleton={<Skeleton h={420} radius="md" />}>
            {(methods) => <MethodChoice methods={methods} way={way} onChange={choose} open />}
          </QueryView>
          <Stack gap="xs">
            <OpeningProblem error={error} />
            <Button
              type="submit"
              size="lg"
              fullWidth
              loading={isBusy}
              disabled={!way?.isAvailable || !topUp.canCancel}
            >
              {t('topUp.pay', { amount: formatRupiah(amount) })}
            </Button>
            <ButtonLink to="/wallet/top-up/$transactionId" params={{ transactionId }} variant="subtle">
              {t('topUp.changeBack')}
            </ButtonLink>
          </Stack>
        </Stack>
      </form>
    </Card>
  );
}

/** A transfer by hand is told by up to Rp999 more than was asked for; any other way asks for the round amount again. */
function amountWithoutCode({ gateway, amount }: TopUpView): number {
  if (gateway !== 'manual') return amount;
  return Math.max(MINIMUM_TOP_UP, amount - (amount % 1_000));
}

function useChange({ transactionId, orderId }: TopUpView, amount: number) {
  const intent = useIntent();
  const returnTo = route.useSearch().returnTo ?? keptReturnPath(transactionId);
  return useOpenPayment(async (way: ChosenWay) => {
    const input = { ...way, returnTo };
    const requestId = intent.requestIdFor(input);
    if (orderId !== null) {
      const { payment } = await trpcClient.orders.pay.mutate({ ...input, id: orderId, requestId });
      return { payment, returnTo };
    }
    const former = await cancel(transactionId);
    const payment = former ?? (await trpcClient.wallet.topUp.mutate({ ...input, amount, requestId }));
    return { payment, returnTo };
  });
}

/**
 * Withdraws it and returns null; what became of it where it can be withdrawn no more, because it was paid meanwhile. A
 * provider that does not answer is a reason to pay otherwise, not to wait: then the old one lapses by itself.
 */
async function cancel(transactionId: string): Promise<TopUpView | null> {
  try {
    await trpcClient.wallet.cancelTopUp.mutate({ transactionId });
  } catch (error) {
    const { code } = problemOf(error);
    if (code === 'CONFLICT') return trpcClient.wallet.topUpStatus.query({ transactionId });
    if (code !== 'GATEWAY_ERROR') throw error;
  }
  return null;
}
