import { Skeleton, Stack, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../../app/trpc.js';
import { ButtonLink } from '../../../ui/links.js';
import { Panel } from '../../../ui/panel.js';
import { QueryView } from '../../../ui/query-view.js';
import { AddDomain } from './add-domain.js';
import { DomainCard } from './domain-card.js';

/** While one waits for DNS or a certificate, whether announcements get through or not. */
const POLL_MS = 10_000;

/** Names of one's own: how many there may be, what to set for each, and how each is. */
export function DomainsTab({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const domains = useQuery({
    ...trpc.instances.domains.queryOptions({ id: instance.id }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status !== 'ACTIVE') ? POLL_MS : false,
  });
  if (instance.service.protocol === 'tcp') {
    return (
      <Panel title={t('domains.title')}>
        <Text c="dimmed">{t('domains.tcp')}</Text>
      </Panel>
    );
  }
  return (
    <QueryView query={domains} skeleton={<Skeleton h={280} radius="lg" />}>
      {({ items, maximum }) => (
        <Stack gap="lg">
          <Panel title={t('domains.title')}>
            <Stack gap="md">
              <Text c="dimmed">{t('domains.text')}</Text>
              {maximum === 0 ? (
                <SeePlans instance={instance} text={t('domains.notInPlan')} />
              ) : items.length >= maximum ? (
                <SeePlans instance={instance} text={t('domains.full', { maximum })} />
              ) : (
                <AddDomain instance={instance} />
              )}
              {maximum > 0 && (
                <Text size="sm" c="dimmed" className="figures">
                  {t('domains.allowed', { used: items.length, maximum })}
                </Text>
              )}
            </Stack>
          </Panel>
          {items.map((domain) => (
            <DomainCard key={domain.id} domain={domain} instance={instance} />
          ))}
        </Stack>
      )}
    </QueryView>
  );
}

function SeePlans({ instance, text }: { instance: InstanceDetail; text: string }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" align="flex-start">
      <Text>{text}</Text>
      <ButtonLink
        to="/subscriptions/$id"
        params={{ id: instance.subscriptionId }}
        search={{ plan: 'any' }}
        variant="default"
      >
        {t('domains.seePlans')}
      </ButtonLink>
    </Stack>
  );
}
