import { SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../../app/trpc.js';
import { QueryView } from '../../../ui/query-view.js';
import { PaymentsFrame } from '../payments/payments-frame.js';
import { FiguresPanel } from './figures-panel.js';
import { GatewayHealth } from './gateway-health.js';
import { RoutesPanel } from './routes-panel.js';

/** Who takes which payment, whether they answer, and how top-ups fare with each. */
export function GatewaysPage() {
  const { t } = useTranslation();
  const routes = useQuery(trpc.admin.gateways.routes.queryOptions());
  return (
    <PaymentsFrame current="gateways" text={t('payments.gateways.text')}>
      <QueryView query={routes} skeleton={<Waiting />}>
        {({ gateways, items }) => (
          <Stack gap="lg">
            <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
              {gateways.map((health) => (
                <GatewayHealth key={health.gateway} health={health} />
              ))}
            </SimpleGrid>
            <RoutesPanel items={items} gateways={gateways} />
          </Stack>
        )}
      </QueryView>
      <FiguresPanel />
    </PaymentsFrame>
  );
}

function Waiting() {
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
        {['midtrans', 'tripay', 'manual'].map((gateway) => (
          <Skeleton key={gateway} h={128} radius="lg" />
        ))}
      </SimpleGrid>
      <Skeleton h={420} radius="lg" />
    </Stack>
  );
}
