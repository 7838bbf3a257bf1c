import { Box, Button, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconExternalLink, IconFileTypePdf, IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdminPayment } from './payment.js';
import classes from './proof.module.css';

interface ProofPictureProps {
  payment: Pick<AdminPayment, 'transactionId' | 'user' | 'amount'>;
  proof: NonNullable<AdminPayment['proof']>;
}

/** What the customer sent, as large as there is room; a PDF is downloaded, since pages may embed none. */
export function ProofPicture({ payment: { transactionId, user, amount }, proof }: ProofPictureProps) {
  const { t } = useTranslation();
  // A second proof has the same address.
  const address = `/api/admin/transactions/${transactionId}/proof?of=${encodeURIComponent(proof.uploadedAt)}`;
  const [unseen, setUnseen] = useState<string | null>(null);
  const isPdf = proof.contentType === 'application/pdf';
  const isShown = !isPdf && unseen !== address;
  const Icon = isPdf ? IconFileTypePdf : IconPhotoOff;
  return (
    <Stack gap="xs">
      <Box className={classes.frame}>
        {isShown ? (
          <img
            key={address}
            src={address}
            className={classes.picture}
            alt={t('payments.proofs.picture', { customer: user.name, amount: formatRupiah(amount) })}
            onError={() => setUnseen(address)}
          />
        ) : (
          <Stack align="center" gap="xs" p="lg">
            <Icon size={40} stroke={1.5} aria-hidden />
            <Text ta="center">{t(isPdf ? 'payments.proofs.pdf' : 'payments.proofs.unseen')}</Text>
          </Stack>
        )}
      </Box>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" className="address" style={{ flex: '1 1 120px' }}>
          {proof.fileName}
        </Text>
        <Button
          component="a"
          href={address}
          {...(isPdf ? { download: true } : { target: '_blank', rel: 'noreferrer' })}
          size="sm"
          variant="default"
          leftSection={<IconExternalLink size={16} aria-hidden />}
        >
          {t(isPdf ? 'payments.proofs.openPdf' : 'payments.proofs.open')}
          {!isPdf && <VisuallyHidden> ({t('common.newTab')})</VisuallyHidden>}
        </Button>
      </Group>
    </Stack>
  );
}
