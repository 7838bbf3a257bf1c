import { Skeleton, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedCallback } from '@mantine/hooks';
import type { BillingCycle, PlanView, ServiceView } from '@minispod/contracts/catalog';
import type { SubscribeInput } from '@minispod/contracts/subscription';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { detailsOf, problemOf } from '../../app/problem.js';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { focusFirstMistake } from '../../forms/first-mistake.js';
import { QueryView } from '../../ui/query-view.js';
import { AddressField } from './address-field.js';
import { addressMistake } from './address-rule.js';
import { Checkout } from './checkout.js';

const route = getRouteApi('/catalog/$slug');

interface OrderFormProps {
  service: ServiceView;
  plan: PlanView;
  cycle: BillingCycle;
  onOtherPlans: () => void;
}

export function OrderForm({ service, plan, cycle, onOtherPlans }: OrderFormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = route.useSearch();
  const remember = useRememberTyped();
  const intent = useIntent();
  const quote = useQuery(trpc.subscriptions.quote.queryOptions({ planId: plan.id, billingCycle: cycle }));
  const form = useForm({
    initialValues: { name: search.name ?? '', address: search.address ?? '' },
    validateInputOnBlur: true,
    validate: {
      name: (name) => (name.trim().length > 60 ? t('subscribe.nameLong') : null),
      address: (address) => addressMistake(address, t),
    },
    onValuesChange: remember,
  });
  const order = useMutation(
    trpc.subscriptions.subscribe.mutationOptions({
      onSuccess: ({ instance }) => {
        intent.fulfilled();
        for (const part of [trpc.instances, trpc.wallet, trpc.orders, trpc.subscriptions]) {
          queryClient.invalidateQueries({ queryKey: part.pathKey() });
        }
        navigate({ to: '/instances/$id', params: { id: instance.id } });
      },
      onError: (error) => {
        const field = detailsOf(problemOf(error), 'CONFLICT')?.subdomain;
        if (field) form.setFieldError('address', t('subscribe.addressTaken', { host: form.values.address }));
        // The balance, the plan or its places are not what they were: show what holds now.
        queryClient.invalidateQueries({ queryKey: trpc.subscriptions.quote.queryKey() });
        queryClient.invalidateQueries({ queryKey: trpc.catalog.service.queryKey() });
      },
    }),
  );

  const submit = form.onSubmit(({ name, address }) => {
    const input: SubscribeInput = {
      planId: plan.id,
      billingCycle: cycle,
      instanceName: name.trim() || undefined,
      subdomain: address.trim().toLowerCase() || undefined,
    };
    order.mutate({ ...input, requestId: intent.requestIdFor(input) });
  }, focusFirstMistake);

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
              isOrdering={order.isPending || order.isSuccess}
              problem={order.error}
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
