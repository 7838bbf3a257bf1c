import { Button, Group, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TopUpView } from '@minispod/contracts/wallet';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../ui/confirm.js';
import { ButtonLink } from '../../ui/links.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { useCancel } from './use-cancel.js';

/** Paying another way, or not at all. */
export function LeavePayment({ topUp }: { topUp: TopUpView }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  if (!topUp.canCancel) return null;
  const { transactionId } = topUp;
  return (
    <Group justify="center" gap="sm">
      <ButtonLink to="/wallet/top-up/$transactionId/change" params={{ transactionId }} variant="subtle">
        {t('topUp.change')}
      </ButtonLink>
      <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>
        {t('topUp.cancel')}
      </Button>
      {isAsking && <CancelDialog topUp={topUp} onClose={() => setAsking(false)} />}
    </Group>
  );
}

export function CancelDialog({ topUp, onClose }: { topUp: TopUpView; onClose: () => void }) {
  const { t } = useTranslation();
  const { cancel, error, isPending } = useCancel(topUp.transactionId, onClose);
  return (
    <Confirm title={t('topUp.cancelTitle', { amount: formatRupiah(topUp.amount) })} onClose={onClose}>
      <Text>{t(topUp.orderId === null ? 'topUp.cancelText' : 'topUp.cancelOrderText')}</Text>
      {error && <ProblemPanel error={error} />}
      <Group gap="sm" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('topUp.cancelNot')}
        </Button>
        <Button color="red.9" loading={isPending} onClick={cancel}>
          {t('topUp.cancelConfirm')}
        </Button>
      </Group>
    </Confirm>
  );
}
