import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/use-format.js';
import { AnchorLink } from '../../../ui/links.js';
import type { Difference } from './difference.js';
import { ResolveSheet } from './resolve-sheet.js';
import { Sums } from './sums.js';

export function DifferenceRow({ difference }: { difference: Difference }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const { kind, about, gateway, fileName, line, orderId, at, status } = difference;
  const list = fileName ?? t('reconciliation.lists.fetched', { gateway: t(`payments.gateway.${gateway}`) });
  return (
    <Group justify="space-between" align="flex-start" gap="md" py="md">
      <Stack gap={4} style={{ flex: '1 1 340px', minWidth: 0 }}>
        <Group gap="xs">
          <Badge color={status === 'OPEN' ? 'amber' : 'gray'} variant="light" size="lg" tt="none">
            {t(`reconciliation.differences.kind.${kind}`)}
          </Badge>
          <Text size="sm" c="dimmed">
            {t(`reconciliation.differences.about.${about}`)}, {format.dateTime(at)}
          </Text>
        </Group>
        <Text size="sm">
          {t(`reconciliation.differences.explain.${kind}`, { gateway: t(`payments.gateway.${gateway}`) })}
        </Text>
        <Sums difference={difference} />
        <Whose difference={difference} />
        <Text size="xs" c="dimmed" className="address">
          {orderId}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {line === null ? list : t('reconciliation.differences.line', { file: list, line })}
        </Text>
        <Decision difference={difference} />
      </Stack>
      {status === 'OPEN' && (
        <Button
          variant="default"
          onClick={() => setIsOpen(true)}
          aria-label={`${t('reconciliation.differences.resolve')}: ${t(`reconciliation.differences.kind.${kind}`)}, ${orderId}`}
        >
          {t('reconciliation.differences.resolve')}
        </Button>
      )}
      {isOpen && <ResolveSheet difference={difference} onClose={() => setIsOpen(false)} />}
    </Group>
  );
}

function Whose({ difference: { user, transactionId } }: { difference: Difference }) {
  const { t } = useTranslation();
  return (
    <Group gap="md">
      {user && (
        <AnchorLink to="/admin/users/$id" params={{ id: user.id }} size="sm" underline="always">
          {user.name}
        </AnchorLink>
      )}
      {transactionId && (
        <AnchorLink to="/admin/payments/$id" params={{ id: transactionId }} size="sm" underline="always">
          {t('reconciliation.differences.seePayment')}
        </AnchorLink>
      )}
    </Group>
  );
}

/** What was made of it, by whom and why. */
function Decision({ difference }: { difference: Difference }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { resolution, resolvedAt, resolvedBy, reason } = difference;
  if (resolution === null || resolvedAt === null) return null;
  const date = format.dateTime(resolvedAt);
  return (
    <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
      {resolvedBy
        ? t('reconciliation.differences.decided', {
            what: t(`reconciliation.resolution.${resolution}`),
            who: resolvedBy.name,
            date,
            reason: reason ?? '',
          })
        : t('reconciliation.differences.passed', { date })}
    </Text>
  );
}
