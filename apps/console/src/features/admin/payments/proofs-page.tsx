import { Alert, Button, Card, Group, Skeleton, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconCircleCheck, IconPhotoCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../../app/trpc.js';
import { Empty } from '../../../ui/empty.js';
import { QueryView } from '../../../ui/query-view.js';
import { PaymentsFrame } from './payments-frame.js';
import { ProofReview } from './proof-review.js';

const route = getRouteApi('/account/admin/payments/proofs');

/** Transfers by hand whose proof waits for somebody's eye, one at a time, the longest waiting first. */
export function ProofsPage() {
  const { t } = useTranslation();
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const [told, setTold] = useState('');
  const queue = useQuery({
    ...trpc.admin.payments.list.queryOptions({
      status: 'IN_REVIEW',
      gateway: 'manual',
      sort: 'oldest',
      page,
      limit: 1,
    }),
    placeholderData: keepPreviousData,
  });
  const total = queue.data?.total ?? 0;
  const go = (next: number) => navigate({ search: { page: next > 1 ? next : undefined }, replace: true });
  // The last in the line was decided, here or by somebody else.
  useEffect(() => {
    if (total > 0 && page > total)
      navigate({ search: { page: total > 1 ? total : undefined }, replace: true });
  }, [page, total, navigate]);
  return (
    <PaymentsFrame current="proofs" text={t('payments.proofs.text')}>
      <div>
        <div role="status">
          {told && (
            <Alert mb="md" color="green" icon={<IconCircleCheck aria-hidden />}>
              {told}
            </Alert>
          )}
        </div>
        <QueryView query={queue} skeleton={<Skeleton h={560} radius="lg" />}>
          {({ items: [payment] }) =>
            payment === undefined ? (
              <Empty
                icon={IconPhotoCheck}
                title={t('payments.proofs.none')}
                text={t('payments.proofs.noneText')}
              />
            ) : (
              <Card>
                <ProofReview
                  payment={payment}
                  onDone={setTold}
                  onPrevious={page > 1 ? () => go(page - 1) : undefined}
                  onNext={page < total ? () => go(page + 1) : undefined}
                >
                  <Text size="sm" c="dimmed" className="figures" aria-live="polite" mt="auto">
                    {t('payments.proofs.position', { position: Math.min(page, total), total })}
                  </Text>
                  <Group gap="sm">
                    <Button
                      variant="default"
                      px="sm"
                      disabled={page <= 1}
                      onClick={() => go(page - 1)}
                      leftSection={<IconChevronLeft size={18} aria-hidden />}
                    >
                      {t('payments.proofs.previous')}
                    </Button>
                    <Button
                      variant="default"
                      px="sm"
                      disabled={page >= total}
                      onClick={() => go(page + 1)}
                      rightSection={<IconChevronRight size={18} aria-hidden />}
                    >
                      {t('payments.proofs.next')}
                    </Button>
                  </Group>
                </ProofReview>
              </Card>
            )
          }
        </QueryView>
      </div>
    </PaymentsFrame>
  );
}
