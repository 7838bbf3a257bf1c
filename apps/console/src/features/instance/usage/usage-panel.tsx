import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { SegmentedControl, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { METRIC_RANGES } from '../../../app/search.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat, useNow } from '../../../format/use-format.js';
import { Part } from '../../../ui/load-failed.js';
import { Meter } from '../../../ui/meter.js';
import { Panel } from '../../../ui/panel.js';
import { QueryView } from '../../../ui/query-view.js';
import { isStarting } from '../phase.js';

/** Fetched only here: the charting library is bigger than the rest of the page. */
const UsageCharts = lazy(() => import('./usage-charts.js').then((file) => ({ default: file.UsageCharts })));
/** As often as it is measured. */
const POLL_MS = 60_000;
const route = getRouteApi('/account/instances/$id');

/** How much it uses now, against its plan, and how that was over time. */
export function UsagePanel({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const { range = '24h' } = route.useSearch();
  const navigate = route.useNavigate();
  const metrics = useQuery({
    ...trpc.instances.metrics.queryOptions({ id: instance.id, range }),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
  if (isStarting(instance.status)) return null;
  return (
    <Panel
      title={t('usage.title')}
      action={
        <SegmentedControl
          size="sm"
          aria-label={t('usage.range')}
          value={range}
          onChange={(next) =>
            navigate({
              search: (before) => ({ ...before, range: METRIC_RANGES.find((each) => each === next) }),
              replace: true,
              resetScroll: false,
            })
          }
          data={METRIC_RANGES.map((value) => ({ value, label: t(`usage.ranges.${value}`) }))}
        />
      }
    >
      <Stack gap="lg">
        <UsageNow instance={instance} />
        <QueryView query={metrics} skeleton={<ChartSkeletons />}>
          {(data) => (
            <Part name="charts" fallback={<ChartSkeletons />}>
              <UsageCharts metrics={data} hasReading={instance.usage !== null} />
            </Part>
          )}
        </QueryView>
      </Stack>
    </Panel>
  );
}

/** As tall as the charts. */
function ChartSkeletons() {
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing="lg">
      {['cpu', 'memory', 'volume'].map((key) => (
        <Skeleton key={key} h={216} />
      ))}
    </SimpleGrid>
  );
}

function UsageNow({ instance: { usage, resources } }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(30_000);
  if (!usage) return null;
  const volumeLimit = usage.volumeCapacityMb ?? resources.storageGb * 1024;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
        <UsageMeter
          what={t('usage.cpu')}
          used={usage.cpuMilli}
          limit={resources.cpuMilli}
          words={format.cpu}
        />
        <UsageMeter
          what={t('usage.memory')}
          used={usage.memoryMb}
          limit={resources.memoryMb}
          words={format.memory}
        />
        {usage.volumeUsedMb === null ? (
          <Text size="sm" c="dimmed">
            {t('usage.noVolume')}
          </Text>
        ) : (
          <UsageMeter
            what={t('usage.volume')}
            used={usage.volumeUsedMb}
            limit={volumeLimit}
            words={format.memory}
          />
        )}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t('usage.at', { ago: format.ago(usage.at, now) })}
      </Text>
    </Stack>
  );
}

interface UsageMeterProps {
  what: string;
  used: number;
  limit: number;
  words: (amount: number) => string;
}

function UsageMeter({ what, used, limit, words }: UsageMeterProps) {
  const { t } = useTranslation();
  const value = t('usage.of', { used: words(used), limit: words(limit) });
  return <Meter what={what} amount={used} limit={limit} words={value} />;
}
