import { ActionIcon, Group, Text, VisuallyHidden } from '@mantine/core';
import type { SubscriptionView } from '@minispod/contracts/subscription';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc, trpcClient } from '../../app/trpc.js';
import { AppLogo } from '../../ui/app-logo.js';
import { Panel } from '../../ui/panel.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { byPriority, moved } from './dues.js';
import { priceWords } from './price-words.js';
import { isLive } from './situation.js';
import { askAgain } from './use-update.js';

/** What is paid first when the balance does not cover all; nothing while there is only one to pay. */
export function PaymentOrder() {
  const { t } = useTranslation();
  const [announcement, setAnnouncement] = useState('');
  const all = useQuery(trpc.subscriptions.list.queryOptions({ limit: 100 })).data?.items ?? [];
  const paid = all
    .filter((subscription) => isLive(subscription) && subscription.nextPrice > 0)
    .sort(byPriority);
  const move = useMutation({
    mutationFn: async ({ subscription, step }: { subscription: SubscriptionView; step: 1 | -1 }) => {
      for (const change of moved(paid, subscription.id, step)) {
        await trpcClient.subscriptions.update.mutate(change);
      }
      const position = paid.indexOf(subscription) + 1 + step;
      setAnnouncement(t('subscription.priority.moved', { service: subscription.service.name, position }));
    },
    onSettled: askAgain,
  });
  if (paid.length < 2) return null;
  return (
    <Panel title={t('subscription.priority.title')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('subscription.priority.text')}
      </Text>
      {move.error && <ProblemPanel error={move.error} />}
      <ol className="rows">
        {paid.map((subscription, index) => (
          <Group component="li" key={subscription.id} wrap="nowrap" justify="space-between" py={8}>
            <Group wrap="nowrap" gap="sm" style={{ minWidth: 0 }}>
              <Text c="dimmed" w={20} className="figures">
                {index + 1}
              </Text>
              <AppLogo icon={subscription.service.icon} name={subscription.service.name} size={32} />
              <div style={{ minWidth: 0 }}>
                <Text fw={500} truncate>
                  {subscription.service.name} {subscription.plan.name}
                </Text>
                <Text size="sm" c="dimmed" className="figures">
                  {priceWords(subscription.nextPrice, subscription.nextCycle ?? subscription.billingCycle, t)}
                </Text>
              </div>
            </Group>
            <Group wrap="nowrap" gap={4}>
              {([-1, 1] as const).map((step) => (
                <ActionIcon
                  key={step}
                  variant="default"
                  size={40}
                  disabled={move.isPending || !paid[index + step]}
                  onClick={() => move.mutate({ subscription, step })}
                  aria-label={t(step < 0 ? 'subscription.priority.up' : 'subscription.priority.down', {
                    service: subscription.service.name,
                  })}
                >
                  {step < 0 ? <IconArrowUp size={18} aria-hidden /> : <IconArrowDown size={18} aria-hidden />}
                </ActionIcon>
              ))}
            </Group>
          </Group>
        ))}
      </ol>
      <VisuallyHidden aria-live="polite">{announcement}</VisuallyHidden>
    </Panel>
  );
}
