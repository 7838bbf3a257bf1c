import { Stack } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionView } from '@minispod/contracts/subscription';
import { IconCoin, IconHandStop, IconHourglass, IconWallet } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { ButtonLink } from '../../ui/links.js';
import { Notice } from '../../ui/notice.js';
import { TopUpLink } from '../../ui/top-up-link.js';
import type { Due } from './dues.js';
import { PayNow } from './pay-now.js';
import { useDues } from './use-dues.js';

/** What is unpaid or was stopped, one notice each; of one subscription, or of all. Nothing when all is well. */
export function DueNotices({ subscriptionId }: { subscriptionId?: string }) {
  const known = useDues();
  if (!known) return null;
  const isMeant = (id: string) => subscriptionId === undefined || id === subscriptionId;
  const dues = known.dues.filter(({ subscription }) => isMeant(subscription.id));
  const stopped = known.stopped.filter(({ id }) => isMeant(id));
  if (dues.length + stopped.length === 0) return null;
  return (
    <Stack gap="sm" role="status">
      {dues.map((due) => (
        <DueNotice key={due.subscription.id} due={due} balance={known.balance} />
      ))}
      {stopped.map((subscription) => (
        <Stopped key={subscription.id} subscription={subscription} />
      ))}
    </Stack>
  );
}

function DueNotice({ due: { subscription, missing }, balance }: { due: Due; balance: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pathname } = useLocation();
  const isSuspended = subscription.status === 'SUSPENDED';
  const until = isSuspended ? subscription.retentionEnd : subscription.gracePeriodEnd;
  const words = {
    service: subscription.service.name,
    due: formatRupiah(subscription.amountDue),
    dueDate: format.date(subscription.endDate),
    date: until ? format.date(until) : '',
    amount: formatRupiah(missing),
    balance: formatRupiah(balance),
  };
  if (!subscription.autoRenew) {
    return (
      <Notice
        icon={IconHandStop}
        color="amber"
        title={t('subscription.due.notRenewingTitle', words)}
        text={t('subscription.due.notRenewingText', words)}
        action={
          missing === 0 ? <PayNow subscription={subscription} /> : <SeeSubscription id={subscription.id} />
        }
      />
    );
  }
  if (missing === 0) {
    return (
      <Notice
        icon={isSuspended ? IconHourglass : IconCoin}
        color="blue"
        title={t(`subscription.due.${isSuspended ? 'placeTitle' : 'coveredTitle'}`, words)}
        text={t(`subscription.due.${isSuspended ? 'placeText' : 'coveredText'}`, words)}
        action={<PayNow subscription={subscription} />}
      />
    );
  }
  return (
    <Notice
      icon={IconWallet}
      color={isSuspended ? 'red' : 'amber'}
      title={t(`subscription.due.${isSuspended ? 'unpaidTitle' : 'graceTitle'}`, words)}
      text={t(`subscription.due.${isSuspended ? 'unpaidText' : 'graceText'}`, words)}
      action={
        <TopUpLink missing={missing} returnTo={pathname}>
          {t('subscription.due.topUp', words)}
        </TopUpLink>
      }
    />
  );
}

function Stopped({ subscription }: { subscription: SubscriptionView }) {
  const { t } = useTranslation();
  const words = { service: subscription.service.name };
  return (
    <Notice
      icon={IconHandStop}
      color="amber"
      title={t('subscription.due.operatorTitle', words)}
      text={t('subscription.due.operatorText')}
    />
  );
}

function SeeSubscription({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <ButtonLink to="/subscriptions/$id" params={{ id }} variant="default">
      {t('subscription.see')}
    </ButtonLink>
  );
}
