import { SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { ButtonLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { DueNotices } from '../subscription/due-notices.js';
import { BalancePanel } from './balance-panel.js';
import { History } from './history.js';
import { OpenTopUps } from './open-top-ups.js';
import { Owed } from './owed.js';
import { UpcomingPanel } from './upcoming-panel.js';

export function WalletPage() {
  const { t } = useTranslation();
  const wallet = useQuery(trpc.wallet.get.queryOptions());
  return (
    <Page
      title={t('wallet.title')}
      actions={
        <ButtonLink to="/wallet/top-up" size="md" leftSection={<IconPlus size={18} aria-hidden />}>
          {t('wallet.topUp')}
        </ButtonLink>
      }
    >
      <Owed />
      <DueNotices />
      <QueryView query={wallet} skeleton={<WalletSkeleton />}>
        {(data) => (
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
            <BalancePanel wallet={data} />
            <UpcomingPanel wallet={data} />
          </SimpleGrid>
        )}
      </QueryView>
      <OpenTopUps />
      <History />
    </Page>
  );
}

function WalletSkeleton() {
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Skeleton h={240} radius="lg" />
        <Skeleton h={240} radius="lg" />
      </SimpleGrid>
    </Stack>
  );
}
