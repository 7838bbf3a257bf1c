import { Button, Card, Skeleton, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { MAXIMUM_TOP_UP, MINIMUM_TOP_UP } from '@minispod/contracts/wallet';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { trpc, trpcClient } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { AmountChoice } from './amount-choice.js';
import { MethodChoice } from './method-choice.js';
import { OpeningProblem } from './opening-problem.js';
import { useMethods } from './use-methods.js';
import { useOpenPayment } from './use-open-payment.js';
import { type ChosenWay, chosen } from './ways.js';

const route = getRouteApi('/account/wallet/top-up');
const USUAL_AMOUNT = 100_000;

export function TopUpPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const [amount, setAmount] = useState<number | null>(search.amount ?? USUAL_AMOUNT);
  const [mistake, setMistake] = useState<string | null>(null);
  const { query, way, choose } = useMethods(amount);
  const { start, error, isBusy } = useTopUp(search.returnTo);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = amountMistake(amount);
    setMistake(
      wrong && t(wrong, { minimum: formatRupiah(MINIMUM_TOP_UP), maximum: formatRupiah(MAXIMUM_TOP_UP) }),
    );
    if (wrong || amount === null) focusFirstMistake();
    else if (way?.isAvailable) start(way, { amount, ...chosen(way) });
  };

  return (
    <Page
      title={t('topUp.title')}
      text={search.returnTo ? t('topUp.thenBack') : undefined}
      above={[{ label: t('wallet.title'), to: '/wallet' }]}
    >
      <Card maw={640}>
        <form noValidate onSubmit={submit}>
          <Stack gap="xl">
            <AmountChoice
              amount={amount}
              suggested={search.amount}
              mistake={mistake}
              onChange={(next) => {
                setAmount(next);
                setMistake(null);
              }}
            />
            <QueryView query={query} skeleton={<Skeleton h={320} radius="md" />}>
              {(methods) => <MethodChoice methods={methods} way={way} onChange={choose} />}
            </QueryView>
            <Stack gap="xs">
              <OpeningProblem error={error} />
              {query.data && !way?.isAvailable && (
                <Text size="sm" c="var(--warn)" role="status">
                  {t(way ? 'topUp.chooseAnother' : 'topUp.noWay')}
                </Text>
              )}
              <Button type="submit" size="lg" fullWidth loading={isBusy} disabled={!way?.isAvailable}>
                {amount === null ? t('topUp.payNothing') : t('topUp.pay', { amount: formatRupiah(amount) })}
              </Button>
              <Afterwards amount={amount} />
            </Stack>
          </Stack>
        </form>
      </Card>
    </Page>
  );
}

/** What is in the wallet once it is paid; what is owed goes first. */
function Afterwards({ amount }: { amount: number | null }) {
  const { t } = useTranslation();
  const wallet = useQuery(trpc.wallet.get.queryOptions()).data;
  if (!wallet || amount === null) return null;
  const owed = Math.min(amount, wallet.receivable);
  return (
    <Text size="sm" c="dimmed" ta="center">
      {owed > 0 && `${t('topUp.owedFirst', { amount: formatRupiah(owed) })} `}
      {t('topUp.after', { amount: formatRupiah(wallet.creditBalance + amount - owed) })}
    </Text>
  );
}

function amountMistake(amount: number | null) {
  if (amount === null) return 'topUp.amountMissing';
  if (amount < MINIMUM_TOP_UP) return 'topUp.amountSmall';
  return amount > MAXIMUM_TOP_UP ? 'topUp.amountLarge' : null;
}

function useTopUp(returnTo: string | undefined) {
  const intent = useIntent();
  return useOpenPayment(async (way: ChosenWay & { amount: number }) => {
    const input = { ...way, returnTo };
    const payment = await trpcClient.wallet.topUp.mutate({ ...input, requestId: intent.requestIdFor(input) });
    intent.fulfilled();
    return { payment, returnTo };
  });
}
