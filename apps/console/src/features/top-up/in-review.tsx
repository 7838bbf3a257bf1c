import { Anchor, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TopUpView } from '@minispod/contracts/wallet';
import { IconEyeCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { Outcome } from './outcome.js';
import { ProofUpload } from './proof-upload.js';

/** Somebody looks at it: the card's bank, or an administrator at the proof of a transfer. Nothing to do but wait. */
export function InReview({ topUp }: { topUp: TopUpView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { amount, proof, transactionId, gateway } = topUp;
  const isTransfer = gateway === 'manual';
  return (
    <Outcome
      icon={IconEyeCheck}
      color="blue"
      title={t(isTransfer ? 'topUp.proofReviewTitle' : 'topUp.reviewTitle')}
    >
      <Text fz={32} fw={700} lh={1.1} className="figures">
        {formatRupiah(amount)}
      </Text>
      <Text c="dimmed">{t(isTransfer ? 'topUp.proofReviewText' : 'topUp.reviewText')}</Text>
      {proof && (
        <Stack gap={2}>
          <Anchor
            href={`/api/user/wallet/topup/${transactionId}/proof`}
            target="_blank"
            rel="noreferrer"
            fw={600}
            style={{ overflowWrap: 'anywhere' }}
            aria-label={`${t('topUp.proofSee', { name: proof.fileName })}, ${t('common.newTab')}`}
          >
            {proof.fileName}
          </Anchor>
          <Text size="sm" c="dimmed">
            {t('topUp.proofSent', { time: format.dateTime(proof.uploadedAt) })}
          </Text>
        </Stack>
      )}
      {isTransfer && <ProofUpload transactionId={transactionId} again />}
    </Outcome>
  );
}
