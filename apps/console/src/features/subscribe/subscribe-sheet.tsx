import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Drawer.css';
import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { Drawer, Input, NativeSelect, SegmentedControl, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { BillingCycle, PlanView, ServiceView } from '@minispod/contracts/catalog';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../app/session.js';
import { useClose } from '../../app/stay.js';
import { OrderForm } from './order-form.js';
import { VisitorSummary } from './visitor-summary.js';

const route = getRouteApi('/catalog/$slug');

/** Everything about one order on one sheet. What is chosen and typed lives in the address, so no detour loses it. */
export function SubscribeSheet({ service }: { service: ServiceView }) {
  const { t } = useTranslation();
  const isPhone = useMediaQuery('(max-width: 47.99em)');
  const user = useUser();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { close, isOnItsWay } = useClose(() =>
    navigate({ search: { cycle: search.cycle }, resetScroll: false }),
  );
  const plan = service.plans.find(({ id }) => id === search.plan);
  if (!plan) return null;
  const cycle = search.cycle === 'YEARLY' && plan.yearlyPrice !== undefined ? 'YEARLY' : 'MONTHLY';

  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={isPhone ? '100%' : 500}
      title={t('subscribe.title', { service: service.name })}
      closeButtonProps={{ 'aria-label': t('common.close'), disabled: isOnItsWay }}
      styles={{ title: { fontSize: '1.25rem', fontWeight: 700 }, body: { paddingBottom: 32 } }}
    >
      <Stack gap="lg">
        <PlanChoice
          service={service}
          plan={plan}
          cycle={cycle}
          onChange={(next) =>
            navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false })
          }
        />
        {user ? (
          <OrderForm service={service} plan={plan} cycle={cycle} onOtherPlans={close} />
        ) : (
          <VisitorSummary service={service} plan={plan} cycle={cycle} />
        )}
      </Stack>
    </Drawer>
  );
}

interface PlanChoiceProps {
  service: ServiceView;
  plan: PlanView;
  cycle: BillingCycle;
  onChange: (choice: { plan?: string; cycle?: BillingCycle }) => void;
}

function PlanChoice({ service, plan, cycle, onChange }: PlanChoiceProps) {
  const { t } = useTranslation();
  return (
    <>
      <NativeSelect
        size="md"
        label={t('subscribe.plan')}
        value={plan.id}
        onChange={(event) => onChange({ plan: event.currentTarget.value })}
        data={service.plans.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {plan.yearlyPrice !== undefined && (
        <Input.Wrapper label={t('subscribe.billing')} labelElement="div">
          <SegmentedControl
            fullWidth
            mt={4}
            aria-label={t('subscribe.billing')}
            value={cycle}
            onChange={(next) => onChange({ cycle: next as BillingCycle })}
            data={[
              { value: 'MONTHLY', label: t('subscribe.monthly') },
              { value: 'YEARLY', label: t('subscribe.yearly') },
            ]}
          />
        </Input.Wrapper>
      )}
    </>
  );
}
