import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import type { DomainView } from '@minispod/contracts/custom-domain';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { IconExternalLink, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../../app/trpc.js';
import { useFormat, useNow } from '../../../format/use-format.js';
import type { en } from '../../../texts/en/index.js';
import { StateBadge } from '../../../ui/state-badge.js';
import { askAgain } from '../ask-again.js';
import { Refused } from '../refused.js';
import { MainSheet, MoveSheet, RemoveSheet } from './domain-sheets.js';
import { RecordList } from './record-list.js';

interface DomainCardProps {
  domain: DomainView;
  instance: InstanceDetail;
}

const TONES = {
  PENDING_DNS: 'attention',
  ISSUING: 'progress',
  ACTIVE: 'running',
  REMOVED: 'off',
} as const;

/** One domain: how it is, what to set, what was found, and what one may do with it. */
export function DomainCard({ domain, instance }: DomainCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [sheet, setSheet] = useState<'main' | 'move' | 'remove' | null>(null);
  const { status, problem, url, certificateExpiresAt } = domain;
  const isInTrouble = status === 'ACTIVE' && problem !== null;
  return (
    <Card component="section" aria-label={domain.domain}>
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <Title order={3} className="address" style={{ minWidth: 0 }}>
            {domain.domain}
          </Title>
          <Group gap="xs">
            {domain.isMain && <Badge variant="outline">{t('domains.main')}</Badge>}
            <StateBadge
              tone={isInTrouble ? 'attention' : TONES[status]}
              word={t(`domains.status.${isInTrouble ? 'TROUBLE' : status}`)}
            />
          </Group>
        </Group>
        <Text>
          {problem ? t(`domains.problem.${problemWord(problem.code)}`) : null}
          {problem && status !== 'PENDING_DNS' ? null : problem ? ' ' : null}
          {status === 'PENDING_DNS' || !problem
            ? status !== 'REMOVED' && t(`domains.explain.${status}`)
            : null}
          {isInTrouble && problem.code === 'NOT_POINTING_HERE' && ` ${t('domains.astray')}`}
        </Text>
        {(status === 'PENDING_DNS' || problem) && <RecordList domain={domain} />}
        {status === 'ACTIVE' && certificateExpiresAt && (
          <Text size="sm" c="dimmed">
            {t('domains.certificate', { date: format.date(certificateExpiresAt) })}
          </Text>
        )}
        {domain.isMain && (
          <Text size="sm" c="dimmed">
            {t('domains.mainText')}
          </Text>
        )}
        <Group gap="sm">
          {status === 'ACTIVE' ? (
            <Button
              component="a"
              href={url}
              target="_blank"
              rel="noreferrer"
              size="sm"
              variant="default"
              rightSection={<IconExternalLink size={16} aria-hidden />}
              aria-label={`${t('domains.open', { domain: domain.domain })}, ${t('common.newTab')}`}
            >
              {t('instance.openAddress')}
            </Button>
          ) : (
            <CheckNow domain={domain} />
          )}
          {status === 'ACTIVE' && (
            <Button size="sm" variant="default" onClick={() => setSheet('main')}>
              {t(domain.isMain ? 'domains.leaveMain' : 'domains.makeMain')}
            </Button>
          )}
          <Button size="sm" variant="default" onClick={() => setSheet('move')}>
            {t('domains.move')}
          </Button>
          <Button size="sm" variant="light" color="red" onClick={() => setSheet('remove')}>
            {t('domains.remove')}
          </Button>
        </Group>
      </Stack>
      {sheet === 'main' && <MainSheet domain={domain} onClose={() => setSheet(null)} />}
      {sheet === 'move' && <MoveSheet domain={domain} instance={instance} onClose={() => setSheet(null)} />}
      {sheet === 'remove' && <RemoveSheet domain={domain} onClose={() => setSheet(null)} />}
    </Card>
  );
}

function problemWord(code: string): keyof typeof en.domains.problem {
  const known = [
    'PROOF_MISSING',
    'NOT_POINTING_HERE',
    'RESOLVER_FAILED',
    'TAKEN',
    'CERTIFICATE_FAILED',
    'CERTIFICATE_EXPIRING',
    'PROOF_TIMED_OUT',
  ] as const;
  return known.find((each) => each === code) ?? 'other';
}

function CheckNow({ domain }: { domain: DomainView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(10_000);
  const check = useMutation(trpc.instances.checkDomain.mutationOptions({ onSettled: askAgain }));
  const { id, instanceId, checkedAt, nextCheckAt } = domain;
  return (
    <>
      <Button
        size="sm"
        disabled={check.isPending}
        onClick={() => check.mutate({ id: instanceId, domainId: id })}
        leftSection={<IconRefresh size={16} aria-hidden />}
      >
        <span aria-live="polite">{t(check.isPending ? 'domains.checking' : 'domains.check')}</span>
      </Button>
      <Text size="sm" c="dimmed">
        {checkedAt ? t('domains.checked', { ago: format.ago(checkedAt, now) }) : t('domains.notChecked')}
        {checkedAt && nextCheckAt && `, ${t('domains.next', { time: format.clock(nextCheckAt) })}`}
      </Text>
      {check.error && <Refused error={check.error} />}
    </>
  );
}
