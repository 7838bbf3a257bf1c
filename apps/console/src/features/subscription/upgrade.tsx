import { Alert, Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { PlanView } from '@minispod/contracts/catalog';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionView, UpgradeQuoteView } from '@minispod/contracts/subscription';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { problemOf } from '../../app/problem.js';
import { queryClient } from '../../app/query-client.js';
import { useStay } from '../../app/stay.js';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { QueryView } from '../../ui/query-view.js';
import { Summary, SummaryLine } from '../../ui/summary.js';
import { TopUpLink } from '../../ui/top-up-link.js';
import { KeptPlace, Waitlist } from '../subscribe/waitlist.js';
import { priceWords } from './price-words.js';
import { askAgain } from './use-update.js';

/** Well within the quarter of an hour for which a quote holds. */
const NEW_QUOTE_MS = 10 * 60_000;

interface UpgradeProps {
  subscription: SubscriptionView;
  plan: PlanView;
  onDone: () => void;
}

/** What moving up costs now and from the next period on, and the one button that follows from it. */
function Upgrade({ subscription, plan, onDone }: UpgradeProps) {
  const { id } = subscription;
  const quote = useQuery({
    ...trpc.subscriptions.upgradeQuote.queryOptions({ id, planId: plan.id }),
    staleTime: 0,
    refetchInterval: NEW_QUOTE_MS,
  });
  return (
    <QueryView query={quote} skeleton={<Skeleton h={260} radius="lg" />}>
      {(data) => <Offer subscription={subscription} plan={plan} quote={data} onDone={onDone} />}
    </QueryView>
  );
}

/** A full plan has a line to wait in; one whose turn has come goes on to the offer. */
export function UpgradeOrWait(props: UpgradeProps) {
  const { plan } = props;
  const entry = useQuery(trpc.waitlist.get.queryOptions({ planId: plan.id }));
  return (
    <QueryView query={entry} skeleton={<Skeleton h={260} radius="lg" />}>
      {({ entry: mine }) => {
        if (mine?.offeredUntil)
          return (
            <Stack gap="md">
              <KeptPlace plan={plan} />
              <Upgrade {...props} />
            </Stack>
          );
        return plan.availableQuota === 0 ? <Waitlist plan={plan} /> : <Upgrade {...props} />;
      }}
    </QueryView>
  );
}

function Offer({ subscription, plan, quote, onDone }: UpgradeProps & { quote: UpgradeQuoteView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const intent = useIntent();
  const { id, billingCycle } = subscription;
  const upgrade = useMutation(
    trpc.subscriptions.upgrade.mutationOptions({
      onSuccess: () => {
        intent.fulfilled();
        onDone();
      },
      onError: () => {
        // The quote, the balance or the places are not what they were: show what holds now.
        queryClient.invalidateQueries({ queryKey: trpc.catalog.service.queryKey() });
      },
      onSettled: askAgain,
    }),
  );
  useStay(upgrade.isPending);
  const pay = () => {
    const input = { id, planId: plan.id, quoteId: quote.quoteId };
    upgrade.mutate({ ...input, requestId: intent.requestIdFor(input) });
  };
  const amount = formatRupiah(quote.amount);
  return (
    <Stack gap="md">
      <Title order={2}>{t('subscription.change.summary', { plan: plan.name })}</Title>
      <Text fw={600}>
        {t('subscription.change.sentence', {
          count: quote.remainingDays,
          amount,
          price: priceWords(quote.nextPrice, billingCycle, t),
          date: format.date(quote.nextBilling),
        })}
      </Text>
      <Summary label={t('subscribe.summary')}>
        <SummaryLine label={t('subscribe.total')} amount={quote.amount} strong />
        <SummaryLine label={t('subscribe.balanceNow')} amount={quote.balance} />
        {quote.shortfall > 0 ? (
          <SummaryLine label={t('subscribe.missing')} amount={quote.shortfall} warn />
        ) : (
          <SummaryLine label={t('subscribe.balanceAfter')} amount={quote.balance - quote.amount} />
        )}
      </Summary>
      <Refusal error={upgrade.error} />
      {quote.shortfall > 0 ? (
        <TopUpLink missing={quote.shortfall} returnTo={`/subscriptions/${id}?plan=${plan.id}`} fullWidth>
          {t('subscription.change.topUp', { amount: formatRupiah(quote.shortfall) })}
        </TopUpLink>
      ) : (
        <Button size="lg" fullWidth onClick={pay} loading={upgrade.isPending || upgrade.isSuccess}>
          {quote.amount === 0
            ? t('subscription.change.payNothing')
            : t('subscription.change.pay', { amount })}
        </Button>
      )}
      <Text size="sm" c="dimmed">
        {t('subscription.change.promise')}
      </Text>
    </Stack>
  );
}

function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const { code } = problemOf(error);
  if (code !== 'CONFLICT' && code !== 'QUOTA_EXCEEDED') return <ProblemPanel error={error} />;
  return (
    <Alert color="amber" role="alert">
      {t(code === 'CONFLICT' ? 'subscription.change.stale' : 'subscription.change.full')}
    </Alert>
  );
}
