import { Button, Group, Text } from '@mantine/core';
import type { TopUpView } from '@minispod/contracts/wallet';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { ButtonLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { Panel } from '../../ui/panel.js';
import { CancelDialog } from '../top-up/leave-payment.js';
import { viaOf } from '../top-up/ways.js';

/** From so many on it is said how many more there may be. */
const MANY = 5;

/** What was begun and can still be paid, changed or cancelled; nothing when there is none. */
export function OpenTopUps() {
  const { t } = useTranslation();
  const [cancelling, setCancelling] = useState<TopUpView | null>(null);
  const open = useQuery(trpc.wallet.openTopUps.queryOptions()).data;
  if (!open || open.items.length === 0) return null;
  const { items, maximum } = open;
  return (
    <Panel title={t('wallet.openTopUps')}>
      {items.length >= MANY && (
        <Text size="sm" c="dimmed">
          {t('wallet.openMany', { count: items.length, maximum })}
        </Text>
      )}
      <ul className="rows">
        {items.map((topUp) => (
          <OpenTopUp key={topUp.transactionId} topUp={topUp} onCancel={() => setCancelling(topUp)} />
        ))}
      </ul>
      {cancelling && <CancelDialog topUp={cancelling} onClose={() => setCancelling(null)} />}
    </Panel>
  );
}

function OpenTopUp({ topUp, onCancel }: { topUp: TopUpView; onCancel: () => void }) {
  const { t } = useTranslation();
  const { transactionId, amount, paymentMethod, canCancel, orderId } = topUp;
  const method = t(`topUp.methods.${paymentMethod}`);
  const via = viaOf(topUp);
  const params = { transactionId };
  return (
    <Group component="li" justify="space-between" py="sm" gap="sm">
      <div>
        <Text fw={600}>
          <Money amount={amount} /> · {via ?? method}
        </Text>
        <Text size="sm" c="dimmed">
          {[orderId && t('wallet.openOrder'), via && method, useStateWords(topUp)]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <Group gap={4}>
        <ButtonLink to="/wallet/top-up/$transactionId" params={params} variant="default" size="sm">
          {t(canCancel ? 'wallet.continuePaying' : 'wallet.see')}
        </ButtonLink>
        {canCancel && (
          <>
            <ButtonLink
              to="/wallet/top-up/$transactionId/change"
              params={params}
              variant="subtle"
              size="compact-md"
              px={6}
              fz="sm"
            >
              {t('topUp.change')}
            </ButtonLink>
            <Button variant="subtle" color="gray" size="compact-md" px={6} fz="sm" onClick={onCancel}>
              {t('topUp.cancel')}
            </Button>
          </>
        )}
      </Group>
    </Group>
  );
}

/** What it waits for. */
function useStateWords({ paymentStatus, isUnderReview, expiresAt }: TopUpView): string {
  const { t } = useTranslation();
  const format = useFormat();
  if (isUnderReview) return t('wallet.openUnderReview');
  switch (paymentStatus) {
    case 'IN_REVIEW':
      return t('wallet.openInReview');
    case 'UNCERTAIN':
      return t('wallet.openUncertain');
    default:
      return t('wallet.openUntil', { time: format.dateTime(expiresAt) });
  }
}
