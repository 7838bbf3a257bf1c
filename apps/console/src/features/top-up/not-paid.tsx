import { Alert, Text } from '@mantine/core';
import type { TopUpView } from '@minispod/contracts/wallet';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../ui/links.js';
import { Outcome } from './outcome.js';

const FAILURES = ['DENIED', 'CANCELLED', 'EXPIRED', 'GATEWAY_FAILED', 'REJECTED', 'NOT_ACCEPTED'] as const;

export function NotPaid({ topUp, returnTo }: { topUp: TopUpView; returnTo: string | undefined }) {
  const { t } = useTranslation();
  const amount = topUp.gateway === 'manual' ? topUp.amount - (topUp.amount % 1_000) : topUp.amount;
  return (
    <Outcome
      icon={IconX}
      color="gray"
      title={t(topUp.failure === 'REJECTED' ? 'topUp.rejectedTitle' : 'topUp.failedTitle')}
    >
      <WhyNotPaid topUp={topUp} />
      <ButtonLink to="/wallet/top-up" search={{ amount, returnTo }} size="lg">
        {t(topUp.failure === 'EXPIRED' ? 'topUp.tryAgain' : 'topUp.newTopUp')}
      </ButtonLink>
    </Outcome>
  );
}

export function WhyNotPaid({ topUp: { failure, reviewNote } }: { topUp: TopUpView }) {
  const { t } = useTranslation();
  const reason = FAILURES.find((known) => known === failure) ?? 'other';
  return (
    <>
      <Text c="dimmed">{t(`topUp.failure.${reason}`)}</Text>
      {reviewNote !== null && (
        <Alert color="gray" ta="start" w="100%">
          {reviewNote}
        </Alert>
      )}
    </>
  );
}
