import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import type { ApprovalView } from '@minispod/contracts/approvals';
import { formatRupiah, rupiah } from '@minispod/contracts/rupiah';
import { IconCircleCheck, IconCircleX, IconClockHour4, IconHourglassOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../../app/session.js';
import { useFormat } from '../../../format/use-format.js';
import { AnchorLink } from '../../../ui/links.js';
import { ApproveSheet, RefuseSheet } from './decide-sheets.js';

const LOOKS = {
  PENDING: { color: 'amber', Icon: IconClockHour4 },
  DONE: { color: 'green', Icon: IconCircleCheck },
  REFUSED: { color: 'red', Icon: IconCircleX },
  EXPIRED: { color: 'gray', Icon: IconHourglassOff },
} as const;

/** One request: what, for whom, who asked and why, and the two ways to decide it. */
export function ApprovalRow({ approval }: { approval: ApprovalView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, status, amount, user, requestedBy, reason, createdAt, expiresAt } = approval;
  const { color, Icon } = LOOKS[status];
  const sum = `${amount < 0 ? '−' : '+'}${formatRupiah(rupiah(Math.abs(amount)))}`;
  return (
    <Group justify="space-between" py="sm" gap="sm" align="flex-start">
      <Stack gap={4} style={{ flex: '1 1 320px', minWidth: 0 }}>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          <span className="figures">{sum}</span> · {t(`approvals.kind.${kind}`, { customer: user.name })}
        </Text>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('approvals.asked', { name: requestedBy.name, date: format.dateTime(createdAt), reason })}
        </Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {status === 'PENDING' ? (
            t('approvals.until', { date: format.dateTime(expiresAt) })
          ) : (
            <Decided approval={approval} />
          )}
        </Text>
        <Subject approval={approval} />
        {status === 'PENDING' && <Deciding approval={approval} />}
      </Stack>
      <Badge
        variant="light"
        size="lg"
        tt="none"
        color={color}
        style={{ flex: 'none' }}
        leftSection={<Icon size={15} aria-hidden />}
      >
        {t(`approvals.status.${status}`)}
      </Badge>
    </Group>
  );
}

function Decided({
  approval: { decidedBy, decidedAt, decisionReason, expiresAt },
}: {
  approval: ApprovalView;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  if (decidedBy === null) return t('approvals.until', { date: format.dateTime(expiresAt) });
  const words = { name: decidedBy.name, date: format.dateTime(decidedAt ?? expiresAt) };
  return decisionReason === null
    ? t('approvals.decided', words)
    : t('approvals.decidedBecause', { ...words, reason: decisionReason });
}

function Subject({ approval: { kind, user, subjectId } }: { approval: ApprovalView }) {
  const { t } = useTranslation();
  const look = { size: 'sm', underline: 'always', children: t('approvals.see') } as const;
  if (kind === 'RESOLVE_DIFFERENCE') return <AnchorLink to="/admin/payments/reconciliation" {...look} />;
  return subjectId === null ? (
    <AnchorLink to="/admin/users/$id" params={{ id: user.id }} {...look} />
  ) : (
    <AnchorLink to="/admin/payments/$id" params={{ id: subjectId }} {...look} />
  );
}

function Deciding({ approval }: { approval: ApprovalView }) {
  const { t } = useTranslation();
  const me = useUser();
  const [asked, setAsked] = useState<'approve' | 'refuse' | null>(null);
  const { requestedBy, user, amount, approvers } = approval;
  const isMine = me?.id === requestedBy.id;
  const isMyWallet = me?.id === user.id;
  const close = () => setAsked(null);
  return (
    <>
      {approvers === 0 && <Text size="sm">{t('approvals.nobody')}</Text>}
      {(isMine || isMyWallet) && approvers > 0 && (
        <Text size="sm">{t(isMine ? 'approvals.own' : 'approvals.ownWalletRow')}</Text>
      )}
      <Group gap="sm" mt="xs">
        {!isMine && !isMyWallet && (
          <Button size="sm" onClick={() => setAsked('approve')}>
            {t('approvals.approve', { amount: formatRupiah(rupiah(Math.abs(amount))) })}
          </Button>
        )}
        <Button size="sm" variant="default" onClick={() => setAsked('refuse')}>
          {t(isMine ? 'approvals.withdraw' : 'approvals.refuse')}
        </Button>
      </Group>
      {asked === 'approve' && <ApproveSheet approval={approval} onClose={close} />}
      {asked === 'refuse' && <RefuseSheet approval={approval} isMine={isMine} onClose={close} />}
    </>
  );
}
