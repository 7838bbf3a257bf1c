import '@mantine/core/styles/Switch.css';
import { Button, Group, Stack, Switch, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionDetail } from '@minispod/contracts/subscription';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { ButtonLink } from '../../ui/links.js';
import { Panel } from '../../ui/panel.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { CyclePart } from './cycle-part.js';
import { situationOf } from './situation.js';
import { useUpdate } from './use-update.js';

/** Everything one may change about a living subscription without danger. */
export function SettingsPanel({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('subscription.settings')}>
      <Stack gap="lg">
        <PlanPart subscription={subscription} />
        {subscription.price > 0 && <CyclePart subscription={subscription} />}
        <RenewPart subscription={subscription} />
      </Stack>
    </Panel>
  );
}

function PlanPart({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const update = useUpdate();
  const { id, plan, service, downgradeTo, endDate } = subscription;
  const plans = useQuery(trpc.catalog.service.queryOptions({ serviceSlug: service.slug })).data?.plans;
  const planned = plans?.find((other) => other.id === downgradeTo);
  const mayChange =
    subscription.firstRunningAt !== null &&
    ['RENEWS', 'RENEWS_FREE', 'ENDING', 'UNPAID'].includes(situationOf(subscription));
  return (
    <Stack gap="xs">
      {update.error && <ProblemPanel error={update.error} />}
      <Group justify="space-between">
        <div style={{ flex: '1 1 220px' }}>
          <Text fw={600}>
            {t('subscription.plan')}: {plan.name}
          </Text>
          <Text size="sm" c="dimmed">
            {planned &&
              t('subscription.change.plannedText', {
                date: format.date(endDate),
                plan: planned.name,
                current: plan.name,
              })}
            {!mayChange && t('subscription.change.notNow')}
          </Text>
        </div>
        <Group gap="sm">
          {planned && (
            <Button
              variant="default"
              loading={update.isPending}
              onClick={() => update.mutate({ id, downgradeTo: null })}
            >
              {t('subscription.change.withdraw', { plan: plan.name })}
            </Button>
          )}
          {mayChange && (
            <ButtonLink
              to="/subscriptions/$id"
              params={{ id }}
              search={{ plan: 'any' }}
              resetScroll={false}
              variant={planned ? 'subtle' : 'default'}
            >
              {t('subscription.change.open')}
            </ButtonLink>
          )}
        </Group>
      </Group>
    </Stack>
  );
}

function RenewPart({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const update = useUpdate();
  const { id, autoRenew, endDate, nextPrice, amountDue } = subscription;
  const whenOn =
    amountDue > 0
      ? 'subscription.renew.onDue'
      : nextPrice === 0
        ? 'subscription.renew.onFree'
        : 'subscription.renew.on';
  const words = { date: format.date(endDate), amount: formatRupiah(nextPrice) };
  const isOn = update.isPending ? update.variables.autoRenew === true : autoRenew;
  return (
    <Stack gap="xs">
      {update.error && <ProblemPanel error={update.error} />}
      <Switch
        size="md"
        checked={isOn}
        disabled={update.isPending}
        onChange={(event) => update.mutate({ id, autoRenew: event.currentTarget.checked })}
        label={<Text fw={600}>{t('subscription.renew.label')}</Text>}
        description={t(isOn ? whenOn : 'subscription.renew.off', words)}
        styles={{ description: { fontSize: 14 } }}
      />
    </Stack>
  );
}
