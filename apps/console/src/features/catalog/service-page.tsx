import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { Anchor, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { BillingCycle, ServiceView } from '@minispod/contracts/catalog';
import { IconBook2, IconClockHour4, IconPlugConnected, IconTag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPage } from '../../app/lazy-page.js';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { needTexts, useLocale } from '../../texts/locale.js';
import { localized } from '../../texts/localized.js';
import { AppLogo } from '../../ui/app-logo.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { PlanCard } from './plan-card.js';

const SubscribeSheet = lazyPage(async () => {
  const [file] = await Promise.all([import('../subscribe/subscribe-sheet.js'), needTexts('customer')]);
  return { default: file.SubscribeSheet };
});
const route = getRouteApi('/catalog/$slug');

export function ServicePage() {
  const { slug } = route.useParams();
  const service = useQuery(trpc.catalog.service.queryOptions({ serviceSlug: slug }));
  return (
    <QueryView query={service} skeleton={<ServiceSkeleton />}>
      {(data) => <Service service={data} />}
    </QueryView>
  );
}

function Service({ service }: { service: ServiceView }) {
  const { t } = useTranslation();
  const { description, longDescription } = localized(service, useLocale());
  const search = route.useSearch();
  return (
    <Page
      title={service.name}
      text={description}
      lead={<AppLogo icon={service.icon} name={service.name} size={64} />}
      above={[{ label: t('catalog.title'), to: '/catalog' }]}
    >
      <Stack gap="md" maw={720}>
        <Text>{longDescription}</Text>
        <Meta service={service} />
      </Stack>
      <Plans service={service} />
      {search.plan && (
        <Suspense>
          <SubscribeSheet service={service} />
        </Suspense>
      )}
    </Page>
  );
}

function Meta({ service }: { service: ServiceView }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Group gap="lg" c="dimmed" fz="sm">
      <Group gap={6} wrap="nowrap">
        <IconClockHour4 size={17} aria-hidden />
        {t('catalog.starts', { duration: format.duration(service.typicalStartSeconds * 1000) })}
      </Group>
      <Group gap={6} wrap="nowrap">
        <IconTag size={17} aria-hidden />
        {t('catalog.version', { version: service.version })}
      </Group>
      {service.protocol === 'tcp' && (
        <Group gap={6} wrap="nowrap">
          <IconPlugConnected size={17} aria-hidden />
          {t('catalog.tcpNote')}
        </Group>
      )}
      {service.documentation && (
        <Anchor href={service.documentation} target="_blank" rel="noreferrer" size="sm">
          <Group gap={6} wrap="nowrap">
            <IconBook2 size={17} aria-hidden />
            {t('catalog.documentation', { name: service.name })}
          </Group>
        </Anchor>
      )}
    </Group>
  );
}

function Plans({ service }: { service: ServiceView }) {
  const { t } = useTranslation();
  const { cycle = 'MONTHLY' } = route.useSearch();
  const navigate = route.useNavigate();
  const hasYearly = service.plans.some((plan) => plan.yearlyPrice !== undefined);
  return (
    <Stack gap="md" component="section" aria-labelledby="plans">
      <Group justify="space-between">
        <Title order={2} id="plans">
          {t('catalog.choosePlan')}
        </Title>
        {hasYearly && (
          <SegmentedControl
            aria-label={t('catalog.billing')}
            value={cycle}
            onChange={(next) =>
              navigate({
                search: { cycle: next as BillingCycle },
                replace: true,
                resetScroll: false,
              })
            }
            data={[
              { value: 'MONTHLY', label: t('catalog.monthly') },
              { value: 'YEARLY', label: t('catalog.yearly') },
            ]}
          />
        )}
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: Math.min(service.plans.length, 3) }} spacing="md">
        {service.plans.map((plan, index) => (
          <PlanCard
            key={plan.id}
            plan={plan}
            smaller={service.plans[index - 1]}
            cycle={cycle}
            onChoose={(chosenCycle) =>
              navigate({ search: { plan: plan.id, cycle: chosenCycle }, resetScroll: false })
            }
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function ServiceSkeleton() {
  return (
    <Stack gap="lg">
      <Group>
        <Skeleton h={64} w={64} radius="lg" />
        <Stack gap="xs" style={{ flex: 1 }}>
          <Skeleton h={32} w="40%" />
          <Skeleton h={20} w="70%" />
        </Stack>
      </Group>
      <Skeleton h={80} maw={720} />
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {[1, 2, 3].map((card) => (
          <Skeleton key={card} h={420} radius="lg" />
        ))}
      </SimpleGrid>
    </Stack>
  );
}
