import { Skeleton, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedCallback } from '@mantine/hooks';
import type { BillingCycle, PlanView, ServiceView } from '@minispod/contracts/catalog';
import { isName } from '@minispod/contracts/seen';
import type { SubscribeInput } from '@minispod/contracts/subscription';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { detailsOf, problemOf } from '../../app/problem.js';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { QueryView } from '../../ui/query-view.js';
import { useAwaited } from '../subscription/awaiting-payment.js';
import { chosen, type Way } from '../top-up/ways.js';
import { AddressField } from './address-field.js';
import { addressMistake } from './address-rule.js';
import { Checkout } from './checkout.js';
import { useCheckout, useSubscribe } from './use-order.js';
import { WaitingOrder } from './waiting-order.js';

const route = getRouteApi('/catalog/$slug');

interface OrderFormProps {
  service: ServiceView;
  plan: PlanView;
  cycle: BillingCycle;
  onOtherPlans: () => void;
}

export function OrderForm({ service, plan, cycle, onOtherPlans }: OrderFormProps) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const remember = useRememberTyped();
  const quote = useQuery(trpc.subscriptions.quote.queryOptions({ planId: plan.id, billingCycle: cycle }));
  const form = useForm({
    initialValues: { name: search.name ?? '', address: search.address ?? '' },
    validateInputOnBlur: true,
    validate: {
      name: (name) => (name.trim() === '' || isName(name, 60) ? null : t('subscribe.nameWrong')),
      address: (address) => addressMistake(address, t),
    },
    onValuesChange: remember,
  });
  const refused = (error: unknown) => {
    const field = detailsOf(problemOf(error), 'CONFLICT')?.subdomain;
    if (field) form.setFieldError('address', t('subscribe.addressTaken', { host: form.values.address }));
    // The balance, the plan or its places are not what they were: show what holds now.
    queryClient.invalidateQueries({ queryKey: trpc.subscriptions.quote.queryKey() });
    queryClient.invalidateQueries({ queryKey: trpc.catalog.service.queryKey() });
  };
  const { subscribe, ...order } = useSubscribe(refused);
  const { start: checkOut, ...payment } = useCheckout(refused);
  const awaited = useAwaited(quote.data?.subscriptionId ?? null);
  const inputOf = ({ name, address }: typeof form.values): SubscribeInput => ({
    planId: plan.id,
    billingCycle: cycle,
    instanceName: name.trim() || undefined,
    subdomain: address.trim().toLowerCase() || undefined,
  });
  const submit = form.onSubmit((values) => subscribe(inputOf(values)), focusFirstMistake);
  const payDirectly = (way: Way) =>
    form.onSubmit((values) => checkOut(way, { ...inputOf(values), ...chosen(way) }), focusFirstMistake)();

  // What is placed already is not ordered again, and its own address is not taken by another.
  if (awaited.isLoading) return <Skeleton h={280} radius="lg" />;
  if (awaited.payment && !payment.isBusy)
    return <WaitingOrder payment={awaited.payment} serviceName={service.name} />;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <TextInput
          size="md"
          label={t('subscribe.name')}
          description={t('subscribe.nameHint')}
          placeholder={service.name}
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <AddressField value={form.values.address} {...form.getInputProps('address')} />
        <QueryView query={quote} skeleton={<Skeleton h={280} radius="lg" />}>
          {(data) => (
            <Checkout
              service={service}
              plan={plan}
              quote={data}
              order={order}
              direct={{ pay: payDirectly, ...payment }}
              onOtherPlans={onOtherPlans}
            />
          )}
        </QueryView>
      </Stack>
    </form>
  );
}

/** Keeps what is typed in the address bar, quietly, so that going to the wallet and back finds it again. */
function useRememberTyped() {
  const navigate = route.useNavigate();
  return useDebouncedCallback(({ name, address }: { name: string; address: string }) => {
    navigate({
      search: (old) => ({ ...old, name: name || undefined, address: address || undefined }),
      replace: true,
      resetScroll: false,
    });
  }, 300);
}
