import { Badge, Button, Group, Kbd, SimpleGrid, Stack, Text } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconCheck, IconClockExclamation, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useNow } from '../../../format/use-format.js';
import { AnchorLink } from '../../../ui/links.js';
import { ExactAmount } from './exact-amount.js';
import type { AdminPayment } from './payment.js';
import classes from './proof.module.css';
import { ProofPicture } from './proof-picture.js';
import { ApproveSheet, RejectSheet } from './review-sheets.js';

const DAY_MS = 24 * 60 * 60 * 1000;

interface ProofReviewProps {
  payment: AdminPayment;
  onDone: (words: string) => void;
  /** To the one before and after it in the queue, where there is one. */
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  /** Beneath the buttons. */
  children?: ReactNode;
}

/**
 * A proof with all that is needed to decide about it. Single keys work while the focus is within: a, r, and j and k for the
 * next and the one before.
 */
export function ProofReview({ payment, onDone, onPrevious, onNext, children }: ProofReviewProps) {
  const { t } = useTranslation();
  const region = useRef<HTMLElement>(null);
  const [asked, setAsked] = useState<'approve' | 'reject' | null>(null);
  // Also when a question was answered: the next proof is under the same keys.
  useEffect(() => {
    if (asked === null) region.current?.focus({ preventScroll: true });
  }, [asked]);
  const keys = getHotkeyHandler([
    ['a', () => setAsked('approve')],
    ['r', () => setAsked('reject')],
    ['j', () => onNext?.()],
    ['k', () => onPrevious?.()],
  ]);
  const { proof, amount } = payment;
  const Sheet = asked === 'approve' ? ApproveSheet : RejectSheet;
  return (
    <>
      <section
        ref={region}
        tabIndex={-1}
        aria-label={t('payments.proofs.review')}
        className={classes.region}
        onKeyDown={keys}
      >
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          {proof && <ProofPicture payment={payment} proof={proof} />}
          <Stack gap="md">
            <Asked payment={payment} />
            <Group gap="sm">
              <Button
                size="lg"
                leftSection={<IconCheck size={20} aria-hidden />}
                aria-keyshortcuts="a"
                onClick={() => setAsked('approve')}
              >
                {t('payments.proofs.approve', { amount: formatRupiah(amount) })}
              </Button>
              <Button
                size="lg"
                variant="light"
                color="red"
                leftSection={<IconX size={20} aria-hidden />}
                aria-keyshortcuts="r"
                onClick={() => setAsked('reject')}
              >
                {t('payments.proofs.reject')}
              </Button>
            </Group>
            <Keys hasMore={onPrevious !== undefined || onNext !== undefined} />
            {children}
          </Stack>
        </SimpleGrid>
      </section>
      {asked && (
        <Sheet
          payment={payment}
          onClose={() => setAsked(null)}
          onDone={(words) => {
            setAsked(null);
            onDone(words);
          }}
        />
      )}
    </>
  );
}

/** What to look for on the bank's statement. */
function Asked({ payment: { user, amount, proof, instructions, transactionId } }: { payment: AdminPayment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(60_000);
  const accounts = instructions?.kind === 'TRANSFER' ? instructions.accounts : [];
  return (
    <Stack gap="md">
      <div>
        <Text size="sm" c="dimmed">
          {t('payments.proofs.exactly')}
        </Text>
        <ExactAmount amount={amount} />
      </div>
      <Stack gap={2}>
        <AnchorLink to="/admin/users/$id" params={{ id: user.id }} fw={600} underline="always">
          {user.name}
        </AnchorLink>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {user.email}
        </Text>
        <AnchorLink to="/admin/payments/$id" params={{ id: transactionId }} size="sm" underline="always">
          {t('reconciliation.differences.seePayment')}
        </AnchorLink>
      </Stack>
      {accounts.length > 0 && (
        <div>
          <Text size="sm" c="dimmed">
            {t('payments.proofs.at')}
          </Text>
          {accounts.map(({ bank, number, holder }) => (
            <Text key={`${bank}${number}`}>
              {bank} <span className="address">{number}</span>, {holder}
            </Text>
          ))}
        </div>
      )}
      {proof && (
        <Group gap="xs">
          <Text size="sm">{t('payments.proofs.uploaded', { ago: format.ago(proof.uploadedAt, now) })}</Text>
          {now - Date.parse(proof.uploadedAt) > DAY_MS && (
            <Badge color="amber" variant="light" tt="none" leftSection={<IconClockExclamation size={14} />}>
              {t('payments.proofs.late')}
            </Badge>
          )}
        </Group>
      )}
    </Stack>
  );
}

function Keys({ hasMore }: { hasMore: boolean }) {
  const { t } = useTranslation();
  const keys = [
    ['A', t('payments.proofs.approveKey')],
    ['R', t('payments.proofs.reject')],
    ...(hasMore
      ? [
          ['J', t('payments.proofs.next')],
          ['K', t('payments.proofs.previous')],
        ]
      : []),
  ];
  return (
    <Group gap="md" visibleFrom="md">
      {keys.map(([key, what]) => (
        <Text key={key} size="sm" c="dimmed">
          <Kbd>{key}</Kbd> {what}
        </Text>
      ))}
    </Group>
  );
}
