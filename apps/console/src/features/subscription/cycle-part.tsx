import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { PlanView } from '@minispod/contracts/catalog';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionDetail } from '@minispod/contracts/subscription';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { priceWords } from './price-words.js';
import { situationOf } from './situation.js';
import { useUpdate } from './use-update.js';
import { YearSheet } from './year-sheet.js';

/** Monthly to yearly begins now and costs something; yearly to monthly is planned and can be withdrawn. */
export function CyclePart({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  const { plan, service, billingCycle, price, amountDue } = subscription;
  const plans = useQuery(trpc.catalog.service.queryOptions({ serviceSlug: service.slug })).data?.plans;
  const offered = plans?.find(({ id }) => id === plan.id);
  const paid = formatRupiah(price);
  return (
    <Group justify="space-between">
      <div style={{ flex: '1 1 220px' }}>
        <Text fw={600}>{t('subscription.cycle.label')}</Text>
        <Text size="sm" c="dimmed">
          {t(billingCycle === 'YEARLY' ? 'subscription.cycle.yearly' : 'subscription.cycle.monthly', {
            price: paid,
          })}{' '}
          {billingCycle === 'MONTHLY' && offered?.yearlyPrice !== undefined && (
            <YearWords year={offered.yearlyPrice} month={offered.monthlyPrice} />
          )}{' '}
          {amountDue > 0 && t('subscription.cycle.notNow')}
        </Text>
      </div>
      {offered &&
        (billingCycle === 'YEARLY' ? (
          <ToMonth subscription={subscription} plan={offered} />
        ) : (
          <ToYear subscription={subscription} plan={offered} />
        ))}
    </Group>
  );
}

function YearWords({ year, month }: { year: number; month: number }) {
  const { t } = useTranslation();
  const saved = month * 12 - year;
  const words = { amount: formatRupiah(year), saved: formatRupiah(saved) };
  return t(saved > 0 ? 'subscription.cycle.yearOffer' : 'subscription.cycle.yearOfferPlain', words);
}

interface CycleProps {
  subscription: SubscriptionDetail;
  plan: PlanView;
}

function ToYear({ subscription, plan }: CycleProps) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure();
  const situation = situationOf(subscription);
  // Until it has run nothing more is charged than its first order.
  if (subscription.firstRunningAt === null) return null;
  if (plan.yearlyPrice === undefined || (situation !== 'RENEWS' && situation !== 'ENDING')) return null;
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('subscription.cycle.toYear')}
      </Button>
      {isOpen && <YearSheet subscription={subscription} year={plan.yearlyPrice} onClose={close} />}
    </>
  );
}

function ToMonth({ subscription, plan }: CycleProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const update = useUpdate();
  const { id, nextCycle, nextPrice, endDate } = subscription;
  const isPlanned = nextCycle === 'MONTHLY';
  const price = isPlanned ? nextPrice : plan.monthlyPrice;
  const words = { date: format.date(endDate), price: priceWords(price, 'MONTHLY', t) };
  return (
    <Stack gap="xs" align="flex-end">
      {update.error && <ProblemPanel error={update.error} />}
      {isPlanned && <Text size="sm">{t('subscription.cycle.plannedMonth', words)}</Text>}
      <Button
        variant="default"
        loading={update.isPending}
        onClick={() => update.mutate({ id, billingCycle: isPlanned ? 'YEARLY' : 'MONTHLY' })}
      >
        {t(isPlanned ? 'subscription.cycle.stayYearly' : 'subscription.cycle.toMonth', words)}
      </Button>
    </Stack>
  );
}
