import { Anchor, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { TopUpView } from '@minispod/contracts/wallet';
import { IconEyeCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { Outcome } from './outcome.js';
import { ProofUpload } from './proof-upload.js';

/** It is looked at: by the card's bank, or by an administrator. Nothing to do but wait. */
export function InReview({ topUp }: { topUp: TopUpView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { amount, proof, transactionId, gateway, paymentStatus } = topUp;
  const isTransfer = gateway === 'manual';
  const isHeld = !isTransfer && paymentStatus === 'IN_REVIEW';
  const words = isTransfer ? 'proofReview' : isHeld ? 'heldReview' : 'review';
  return (
    <Outcome icon={IconEyeCheck} color="blue" title={t(`topUp.${words}Title`)}>
      <Text fz={32} fw={700} lh={1.1} className="figures">
        {formatRupiah(amount)}
      </Text>
      <Text c="dimmed">{t(`topUp.${words}Text`)}</Text>
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
