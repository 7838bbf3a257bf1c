import { Button, Stack } from '@mantine/core';
import type { InstanceAlertKind, InstanceDetail } from '@minispod/contracts/instance';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCertificateOff,
  IconLock,
  IconShieldExclamation,
  IconSparkles,
  IconTrash,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceSearch } from '../../app/search.js';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { ButtonLink } from '../../ui/links.js';
import { Notice } from '../../ui/notice.js';
import { askAgain } from './ask-again.js';
import { Refused } from './refused.js';
import { UpdateSheet } from './update-sheet.js';

/** What needs its owner: it is in the bin, something is wrong, its version is bad, or a newer one is offered. */
export function InstanceNotices({ instance }: { instance: InstanceDetail }) {
  const { alerts, deletionDueAt, versionWithdrawn, lockedReason, update, operation } = instance;
  const inBin = deletionDueAt !== null;
  const offersUpdate = update !== null && operation === null && !inBin;
  const isQuiet = alerts.length === 0 && versionWithdrawn === null && lockedReason === null;
  if (!inBin && isQuiet && !offersUpdate) return null;
  return (
    <Stack gap="sm" role="status">
      {inBin && <InBin instance={instance} until={deletionDueAt} />}
      {lockedReason !== null && <Locked reason={lockedReason} />}
      {alerts.map((alert) => (
        <AlertNotice key={alert.id} instance={instance} alert={alert} />
      ))}
      {versionWithdrawn !== null && <Withdrawn instance={instance} reason={versionWithdrawn} />}
      {offersUpdate && <UpdateOffer instance={instance} update={update} />}
    </Stack>
  );
}

function InBin({ instance, until }: { instance: InstanceDetail; until: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const recover = useMutation(trpc.instances.recover.mutationOptions({ onSettled: askAgain }));
  return (
    <>
      <Notice
        icon={IconTrash}
        color="amber"
        title={t('service.binTitle', { date: format.dateTime(until) })}
        text={t('service.binText')}
        action={
          <Button
            loading={recover.isPending}
            onClick={() => recover.mutate({ id: instance.id })}
            leftSection={<IconArrowBackUp size={18} aria-hidden />}
          >
            {t('service.takeBack')}
          </Button>
        }
      />
      {recover.error && <Refused error={recover.error} />}
    </>
  );
}

/** Where one finds out more, or what helps. */
const WAY_ON = {
  INSTANCE_UNHEALTHY: { word: 'logs', search: { tab: 'logs' } },
  INSTANCE_CRASH_LOOP: { word: 'previousLogs', search: { tab: 'logs', previous: true } },
  INSTANCE_OUT_OF_MEMORY: { word: 'plan', search: null },
  VOLUME_NEARLY_FULL: { word: 'plan', search: null },
  PROCESSOR_NEARLY_USED: { word: 'plan', search: null },
  MEMORY_NEARLY_USED: { word: 'plan', search: null },
  CERTIFICATE_TROUBLE: { word: 'domains', search: { tab: 'domains' } },
  BACKUP_FAILED: { word: 'backups', search: { tab: 'backups' } },
  UPDATE_ROLLED_BACK: { word: 'activity', search: { tab: 'activity' } },
} as const satisfies Record<InstanceAlertKind, { word: string; search: InstanceSearch | null }>;

interface AlertNoticeProps {
  instance: InstanceDetail;
  alert: InstanceDetail['alerts'][number];
}

function AlertNotice({ instance, alert: { kind, severity, raisedAt } }: AlertNoticeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { word, search } = WAY_ON[kind];
  return (
    <Notice
      icon={kind === 'CERTIFICATE_TROUBLE' ? IconCertificateOff : IconAlertTriangle}
      color={severity === 'CRITICAL' ? 'red' : 'amber'}
      title={`${t(`service.alertTitle.${kind}`)}, ${t('service.alertSince', { date: format.dateTime(raisedAt) })}`}
      text={t(`service.alertText.${kind}`)}
      action={
        search ? (
          <ButtonLink to="/instances/$id" params={{ id: instance.id }} search={search} variant="default">
            {t(`service.alertAction.${word}`)}
          </ButtonLink>
        ) : (
          <ButtonLink
            to="/subscriptions/$id"
            params={{ id: instance.subscriptionId }}
            search={{ plan: 'any' }}
            variant="default"
          >
            {t(`service.alertAction.${word}`)}
          </ButtonLink>
        )
      }
    />
  );
}

function Locked({ reason }: { reason: string }) {
  const { t } = useTranslation();
  return <Notice icon={IconLock} color="amber" title={t('service.lockedTitle')} text={reason} />;
}

function Withdrawn({ instance, reason }: { instance: InstanceDetail; reason: string }) {
  const { t } = useTranslation();
  return (
    <Notice
      icon={IconShieldExclamation}
      color="red"
      title={t('service.withdrawnTitle', { version: instance.version })}
      text={reason}
    />
  );
}

interface UpdateOfferProps {
  instance: InstanceDetail;
  update: NonNullable<InstanceDetail['update']>;
}

function UpdateOffer({ instance, update }: UpdateOfferProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { version, isSecurityRelease } = update;
  return (
    <>
      <Notice
        icon={isSecurityRelease ? IconShieldExclamation : IconSparkles}
        color={isSecurityRelease ? 'amber' : 'blue'}
        title={t(isSecurityRelease ? 'service.updateSecurityTitle' : 'service.updateTitle', { version })}
        text={t('service.updateText', { version: instance.version })}
        action={
          <Button variant={isSecurityRelease ? 'filled' : 'default'} onClick={() => setIsOpen(true)}>
            {t('service.updateSee')}
          </Button>
        }
      />
      {isOpen && <UpdateSheet instance={instance} update={update} onClose={() => setIsOpen(false)} />}
    </>
  );
}
