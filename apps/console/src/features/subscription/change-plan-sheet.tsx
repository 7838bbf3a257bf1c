import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Drawer.css';
import { Drawer, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { isHigherTier, type ServiceView } from '@minispod/contracts/catalog';
import type { SubscriptionView } from '@minispod/contracts/subscription';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useClose } from '../../app/stay.js';
import { trpc } from '../../app/trpc.js';
import { QueryView } from '../../ui/query-view.js';
import { Downgrade } from './downgrade.js';
import { PlanOption } from './plan-option.js';
import { periodPrice } from './price-words.js';
import { UpgradeOrWait } from './upgrade.js';

const route = getRouteApi('/account/subscriptions/$id');

/** Every other plan of the service side by side; what is chosen lives in the address, so a detour to the wallet keeps it. */
export function ChangePlanSheet({ subscription }: { subscription: SubscriptionView }) {
  const { t } = useTranslation();
  const isPhone = useMediaQuery('(max-width: 47.99em)');
  const navigate = route.useNavigate();
  const service = useQuery(trpc.catalog.service.queryOptions({ serviceSlug: subscription.service.slug }));
  const done = () => navigate({ search: {}, resetScroll: false, ignoreBlocker: true });
  const { close, isOnItsWay } = useClose(done);
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={isPhone ? '100%' : 720}
      title={t('subscription.change.title', { service: subscription.service.name })}
      closeButtonProps={{ 'aria-label': t('common.close'), disabled: isOnItsWay }}
      styles={{ title: { fontSize: '1.25rem', fontWeight: 700 }, body: { paddingBottom: 32 } }}
    >
      <Stack gap="lg">
        <Text c="dimmed">{t('subscription.change.text')}</Text>
        <QueryView query={service} skeleton={<Skeleton h={320} radius="lg" />}>
          {(data) => <Plans service={data} subscription={subscription} onDone={done} />}
        </QueryView>
      </Stack>
    </Drawer>
  );
}

interface PlansProps {
  service: ServiceView;
  subscription: SubscriptionView;
  onDone: () => void;
}

function Plans({ service, subscription, onDone }: PlansProps) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const { plan: chosenId } = route.useSearch();
  const outcome = useRef<HTMLDivElement>(null);
  const { billingCycle: cycle } = subscription;
  const current = service.plans.find(({ id }) => id === subscription.plan.id);
  const isUnpaid = subscription.status === 'SUSPENDED';
  // What is suspended for payment can become smaller, and is upgraded once it is paid.
  const plans = service.plans.filter(
    (plan) =>
      periodPrice(plan, cycle) !== null &&
      !(isUnpaid && isHigherTier(plan.planType, subscription.plan.planType)),
  );
  const chosen = plans.find(
    ({ id }) => id === chosenId && id !== current?.id && id !== subscription.downgradeTo,
  );
  useEffect(() => {
    if (chosen) outcome.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  if (!current || plans.every(({ id }) => id === current.id))
    return <Text>{t('subscription.change.none')}</Text>;
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: Math.min(plans.length, 3) }} spacing="sm">
        {plans.map((plan) => (
          <PlanOption
            key={plan.id}
            plan={plan}
            current={current}
            cycle={cycle}
            isChosen={plan.id === chosen?.id}
            isPlanned={plan.id === subscription.downgradeTo}
            onChoose={() => navigate({ search: { plan: plan.id }, replace: true, resetScroll: false })}
          />
        ))}
      </SimpleGrid>
      <div ref={outcome}>
        {chosen &&
          (isHigherTier(chosen.planType, subscription.plan.planType) ? (
            <UpgradeOrWait key={chosen.id} subscription={subscription} plan={chosen} onDone={onDone} />
          ) : (
            <Downgrade
              key={chosen.id}
              subscription={subscription}
              plan={chosen}
              current={current}
              onDone={onDone}
            />
          ))}
      </div>
    </>
  );
}
