import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TopUpView } from '@minispod/contracts/wallet';
import { IconClockDollar } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { ButtonLink } from '../../ui/links.js';
import { CancelDialog } from '../top-up/leave-payment.js';

/** Stands in place of the form where its customer came back from paying: the order is placed, and waits for its money. */
export function WaitingOrder({ payment, serviceName }: { payment: TopUpView; serviceName: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isCancelling, setCancelling] = useState(false);
  const { transactionId, amount, expiresAt, canCancel } = payment;
  const link = { params: { transactionId } };
  return (
    <Alert
      role="status"
      color={canCancel ? 'amber' : 'blue'}
      icon={<IconClockDollar aria-hidden />}
      title={t('subscribe.waiting.title', { amount: formatRupiah(amount) })}
    >
      <Stack gap="md" align="flex-start">
        <Text size="sm">
          {canCancel
            ? t('subscribe.waiting.text', { service: serviceName, time: format.dateTime(expiresAt) })
            : t('topUp.direct.review')}
        </Text>
        <Group gap="sm">
          <ButtonLink to="/wallet/top-up/$transactionId" {...link}>
            {t(canCancel ? 'home.openTopUpAction' : 'wallet.see')}
          </ButtonLink>
          {canCancel && (
            <>
              <ButtonLink to="/wallet/top-up/$transactionId/change" {...link} variant="default">
                {t('topUp.change')}
              </ButtonLink>
              <Button variant="default" onClick={() => setCancelling(true)}>
                {t('subscribe.waiting.cancel')}
              </Button>
            </>
          )}
        </Group>
      </Stack>
      {isCancelling && <CancelDialog topUp={payment} onClose={() => setCancelling(false)} />}
    </Alert>
  );
}
