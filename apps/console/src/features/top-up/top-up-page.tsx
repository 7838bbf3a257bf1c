import { Alert, Button, Card, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { MAXIMUM_TOP_UP, MINIMUM_TOP_UP, type TopUpInput } from '@minispod/contracts/wallet';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { problemOf } from '../../app/problem.js';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { Page } from '../../ui/page.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { AmountChoice } from './amount-choice.js';
import { MethodChoice } from './method-choice.js';
import { openPaymentTab } from './payment-tab.js';
import { keepMethod, lastMethod } from './remembered-method.js';
import { keepReturnPath } from './return-path.js';

const route = getRouteApi('/account/wallet/top-up');
const USUAL_AMOUNT = 100_000;

export function TopUpPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const [amount, setAmount] = useState<number | null>(search.amount ?? USUAL_AMOUNT);
  const [method, setMethod] = useState(lastMethod);
  const [mistake, setMistake] = useState<string | null>(null);
  const { topUp, start } = useTopUp(search.returnTo);
  const balance = useQuery(trpc.wallet.get.queryOptions()).data?.creditBalance;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = amountMistake(amount);
    setMistake(
      wrong && t(wrong, { minimum: formatRupiah(MINIMUM_TOP_UP), maximum: formatRupiah(MAXIMUM_TOP_UP) }),
    );
    if (wrong || amount === null) {
      focusFirstMistake();
      return;
    }
    keepMethod(method);
    start({ amount, ...method, returnTo: search.returnTo });
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
            <MethodChoice method={method} onChange={setMethod} />
            <Stack gap="xs">
              <TopUpProblem error={topUp.error} />
              <Button type="submit" size="lg" fullWidth loading={topUp.isPending || topUp.isSuccess}>
                {amount === null ? t('topUp.payNothing') : t('topUp.pay', { amount: formatRupiah(amount) })}
              </Button>
              {balance !== undefined && amount !== null && (
                <Text size="sm" c="dimmed" ta="center" className="figures">
                  {t('topUp.after', { amount: formatRupiah(balance + amount) })}
                </Text>
              )}
            </Stack>
          </Stack>
        </form>
      </Card>
    </Page>
  );
}

function amountMistake(amount: number | null) {
  if (amount === null) return 'topUp.amountMissing';
  if (amount < MINIMUM_TOP_UP) return 'topUp.amountSmall';
  return amount > MAXIMUM_TOP_UP ? 'topUp.amountLarge' : null;
}

/** Opens the payment and leads to the page that waits for it; the gateway's own page opens beside it where it has one. */
function useTopUp(returnTo: string | undefined) {
  const navigate = useNavigate();
  const intent = useIntent();
  const topUp = useMutation(trpc.wallet.topUp.mutationOptions());
  const start = async (input: TopUpInput) => {
    const tab = openPaymentTab(input.paymentMethod);
    try {
      const opened = await topUp.mutateAsync({ ...input, requestId: intent.requestIdFor(input) });
      intent.fulfilled();
      keepReturnPath(opened.transactionId, returnTo);
      queryClient.setQueryData(
        trpc.wallet.topUpStatus.queryKey({ transactionId: opened.transactionId }),
        opened,
      );
      await navigate({
        to: '/wallet/top-up/$transactionId',
        params: { transactionId: opened.transactionId },
        search: { returnTo },
      });
      tab.lead(opened.redirectUrl);
    } catch {
      // Shown by the form; what was chosen stays.
      tab.close();
    }
  };
  return { topUp, start };
}

function TopUpProblem({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const { code } = problemOf(error);
  if (code === 'CONFLICT') {
    return (
      <Alert color="amber" role="alert">
        {t('topUp.tooMany')}
      </Alert>
    );
  }
  if (code !== 'GATEWAY_ERROR') return <ProblemPanel error={error} />;
  return (
    <Alert color="red" role="alert" icon={<IconPlugConnectedX aria-hidden />} title={t('topUp.gatewayTitle')}>
      {t('topUp.gatewayText')}
    </Alert>
  );
}
