import { SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconFlag, IconHourglass } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../../app/trpc.js';
import { Notice } from '../../../ui/notice.js';
import { Page } from '../../../ui/page.js';
import { Panel } from '../../../ui/panel.js';
import { QueryView } from '../../../ui/query-view.js';
import { WaitingNotice } from '../approvals/waiting-notice.js';
import { EventsPanel, EvidencePanel } from './evidence.js';
import type { PaymentDetail } from './payment.js';
import { PaymentActions } from './payment-actions.js';
import { PaymentFacts } from './payment-facts.js';
import { PaymentState } from './payment-state.js';
import { PaymentTimeline } from './payment-timeline.js';
import { ProofPicture } from './proof-picture.js';
import { useWayWords } from './way-words.js';

const route = getRouteApi('/account/admin/payments/$id');

/** One top-up with all that is known of it, and what may be done about it. */
export function AdminPaymentPage() {
  const { id } = route.useParams();
  const payment = useQuery(trpc.admin.payments.get.queryOptions({ id }));
  return (
    <QueryView query={payment} skeleton={<Waiting />}>
      {(data) => <Detail payment={data} />}
    </QueryView>
  );
}

function Waiting() {
  return (
    <Stack gap="lg">
      <Skeleton h={72} w="60%" />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Skeleton h={420} radius="lg" />
        <Skeleton h={420} radius="lg" />
      </SimpleGrid>
    </Stack>
  );
}

function Detail({ payment }: { payment: PaymentDetail }) {
  const { t } = useTranslation();
  const wayWords = useWayWords();
  const { amount, user, flag, paidAt, isUnderReview, paymentStatus, proof, gateway } = payment;
  const flagged = flag === 'AMOUNT_DIFFERS' && paidAt === null ? 'HELD' : flag;
  return (
    <Page
      title={`${formatRupiah(amount)} · ${user.name}`}
      text={wayWords(payment)}
      above={[{ label: t('admin.nav.payments'), to: '/admin/payments' }]}
      actions={<PaymentState status={paymentStatus} size="lg" />}
    >
      {flagged && (
        <Notice
          icon={IconFlag}
          color="red"
          title={t(`payments.flag.${flagged}`)}
          text={t(`payments.flagText.${flagged}`)}
        />
      )}
      {isUnderReview && flag === null && (
        <Notice
          icon={IconHourglass}
          color="amber"
          title={t('payments.status.PENDING')}
          text={t('payments.detail.review')}
        />
      )}
      {payment.waiting && <WaitingNotice approval={payment.waiting} />}
      <PaymentActions payment={payment} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <Panel title={t('payments.detail.facts')}>
          <PaymentFacts payment={payment} />
        </Panel>
        <Panel title={t('payments.detail.timeline')}>
          <PaymentTimeline payment={payment} />
        </Panel>
        {proof && (
          <Panel title={t('payments.detail.proof')}>
            <ProofPicture payment={payment} proof={proof} />
          </Panel>
        )}
        {gateway !== 'manual' && <EventsPanel events={payment.events} />}
        {(gateway !== 'manual' || payment.evidence) && <EvidencePanel evidence={payment.evidence} />}
      </SimpleGrid>
    </Page>
  );
}
