import { Stack, Title } from '@mantine/core';
import type { InstanceView } from '@minispod/contracts/instance';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { MINIMUM_TOP_UP, type TopUpView, type WalletView } from '@minispod/contracts/wallet';
import {
  IconAlertTriangle,
  IconClockDollar,
  IconHeartBroken,
  IconTrash,
  IconWallet,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat, useNow } from '../../format/use-format.js';
import { problemText } from '../../texts/problem-code.js';
import { ButtonLink } from '../../ui/links.js';
import { Notice } from '../../ui/notice.js';
import { DueNotices } from '../subscription/due-notices.js';
import { useDues } from '../subscription/use-dues.js';
import { Owed } from '../wallet/owed.js';

/** A month ahead is soon enough to speak of what runs short. */
const SOON_DAYS = 30;
/** A failure is news for a week; its money came back at once. */
const NEWS_MS = 7 * 86_400_000;

/** The wallet lists the rest. */
const SHOWN_TOP_UPS = 3;

/** What waits for this customer: something failed, is unpaid, or will run short. Nothing when nothing does. */
export function NeedsYou({ instances }: { instances: InstanceView[] }) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const wallet = useQuery(trpc.wallet.get.queryOptions()).data;
  // What is being looked at needs nobody.
  const openTopUps = (useQuery(trpc.wallet.openTopUps.queryOptions()).data?.items ?? [])
    .filter(({ canCancel }) => canCancel)
    .slice(0, SHOWN_TOP_UPS);
  const failed = instances.filter(
    ({ status, updatedAt }) => status === 'ERROR' && now - Date.parse(updatedAt) < NEWS_MS,
  );
  const unwell = instances.filter(
    ({ status, health, deletionDueAt }) =>
      status === 'RUNNING' && health.status === 'unhealthy' && deletionDueAt === null,
  );
  const binned = instances.filter(
    ({ status, deletionDueAt }) => deletionDueAt !== null && status !== 'TERMINATED',
  );
  const known = useDues();
  const waiting = known ? known.dues.length + known.stopped.length : 0;
  const isSoon = wallet !== undefined && wallet.runwayDays !== null && wallet.runwayDays <= SOON_DAYS;
  // What is due already has a notice of its own, with the day on which it stops.
  const runwayEnd = isSoon && known?.dues.length === 0 ? wallet.runwayEnd : null;
  const owed = wallet?.receivable ?? 0;
  if (failed.length + unwell.length + binned.length + waiting + openTopUps.length + owed === 0 && !runwayEnd)
    return null;
  return (
    <Stack gap="sm" component="section" aria-labelledby="needs-you">
      <Title order={2} id="needs-you">
        {t('home.needsYou')}
      </Title>
      {failed.map((instance) => (
        <Failed key={instance.id} instance={instance} />
      ))}
      {unwell.map((instance) => (
        <Unwell key={instance.id} instance={instance} />
      ))}
      <Owed />
      <DueNotices />
      {openTopUps.map((topUp) => (
        <OpenTopUp key={topUp.transactionId} topUp={topUp} now={now} />
      ))}
      {binned.map((instance) => (
        <InBin key={instance.id} instance={instance} />
      ))}
      {runwayEnd && <Short runwayEnd={runwayEnd} />}
    </Stack>
  );
}

function Failed({ instance }: { instance: InstanceView }) {
  const { t } = useTranslation();
  return (
    <Notice
      icon={IconAlertTriangle}
      color="red"
      title={t('home.failed', { name: instance.name })}
      text={t(`problem.${problemText(instance.health.code)}.title`)}
      action={
        <ButtonLink to="/instances/$id" params={{ id: instance.id }} variant="default">
          {t('home.failedAction')}
        </ButtonLink>
      }
    />
  );
}

function Unwell({ instance }: { instance: InstanceView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, name, health } = instance;
  return (
    <Notice
      icon={IconHeartBroken}
      color="red"
      title={
        health.since
          ? t('home.unwellSince', { name, date: format.dateTime(health.since) })
          : t('home.unwell', { name })
      }
      text={t(`problem.${problemText(health.code)}.title`)}
      action={
        <ButtonLink to="/instances/$id" params={{ id }} variant="default">
          {t('home.failedAction')}
        </ButtonLink>
      }
    />
  );
}

function InBin({ instance: { id, name, deletionDueAt } }: { instance: InstanceView }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Notice
      icon={IconTrash}
      color="amber"
      title={t('home.inBin', { name, date: deletionDueAt ? format.date(deletionDueAt) : '' })}
      text={t('home.inBinText')}
      action={
        <ButtonLink to="/instances/$id" params={{ id }} variant="default">
          {t('home.inBinAction')}
        </ButtonLink>
      }
    />
  );
}

function openText({ orderId, orderPayBy }: TopUpView) {
  if (orderId === null) return 'home.openTopUpText';
  return orderPayBy === null ? 'home.lapsedOrderText' : 'home.openOrderText';
}

function OpenTopUp({ topUp, now }: { topUp: TopUpView; now: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Notice
      icon={IconClockDollar}
      color="amber"
      title={t(topUp.orderId === null ? 'home.openTopUp' : 'home.openOrder', {
        amount: formatRupiah(topUp.amount),
      })}
      text={t(openText(topUp), {
        ago: format.ago(topUp.createdAt, now),
        time: format.dateTime(topUp.orderPayBy ?? topUp.expiresAt),
      })}
      action={
        <ButtonLink
          to="/wallet/top-up/$transactionId"
          params={{ transactionId: topUp.transactionId }}
          variant="default"
        >
          {t('home.openTopUpAction')}
        </ButtonLink>
      }
    />
  );
}

function Short({ runwayEnd }: { runwayEnd: NonNullable<WalletView['runwayEnd']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const amount = Math.max(runwayEnd.shortfall, MINIMUM_TOP_UP);
  return (
    <Notice
      icon={IconWallet}
      color="amber"
      title={t('home.short', {
        service: runwayEnd.serviceName,
        date: format.date(runwayEnd.at),
        amount: formatRupiah(runwayEnd.shortfall),
      })}
      text={t('home.shortText')}
      action={
        <ButtonLink to="/wallet/top-up" search={{ amount }}>
          {t('home.shortAction', { amount: formatRupiah(amount) })}
        </ButtonLink>
      }
    />
  );
}
