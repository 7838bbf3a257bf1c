import '@mantine/charts/styles.css';
import { AreaChart } from '@mantine/charts';
import { Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconChartAreaLine } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../../app/router-outputs.js';
import { useFormat } from '../../../format/use-format.js';
import { chartPoints, extremes, type Point, roundTop } from './chart-points.js';

type Metrics = RouterOutputs['instances']['metrics'];

/** The same whether there is something to draw or not, so that nothing moves. */
const HEIGHT = 160;
const DAY_MS = 86_400_000;

interface UsageChartsProps {
  metrics: Metrics;
  /** Whether it was ever measured. */
  hasReading: boolean;
}

/** Processor, memory and storage over the chosen time, each against the plan. */
export function UsageCharts({ metrics: { points, limits }, hasReading }: UsageChartsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const measured = (key: 'cpuMilli' | 'memoryMb' | 'volumeUsedMb') =>
    chartPoints(points.map((point) => ({ at: point.at, value: point[key] })));
  if (points.length === 0) return <NoReadings hasReading={hasReading} />;
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing="lg">
      <Chart
        what={t('usage.cpu')}
        points={measured('cpuMilli')}
        limit={limits.cpuMilli}
        words={format.cpu}
        base={10}
      />
      <Chart
        what={t('usage.memory')}
        points={measured('memoryMb')}
        limit={limits.memoryMb}
        words={format.memory}
      />
      <Chart
        what={t('usage.volume')}
        points={measured('volumeUsedMb')}
        limit={limits.volumeMb}
        words={format.memory}
        none={t('usage.noVolume')}
      />
    </SimpleGrid>
  );
}

function NoReadings({ hasReading }: { hasReading: boolean }) {
  const { t } = useTranslation();
  return (
    <Stack align="center" justify="center" gap={4} h={HEIGHT + 56} ta="center">
      <IconChartAreaLine size={32} color="var(--mantine-color-dimmed)" aria-hidden />
      <Text fw={600}>{t(hasReading ? 'usage.noneInRange' : 'usage.none')}</Text>
      <Text size="sm" c="dimmed">
        {t(hasReading ? 'usage.noneInRangeText' : 'usage.noneText')}
      </Text>
    </Stack>
  );
}

interface ChartProps {
  what: string;
  points: Point[];
  limit: number;
  words: (amount: number) => string;
  /** In powers of which its unit is counted. */
  base?: 2 | 10;
  /** Said in place of the chart when this was never measured. */
  none?: string;
}

function Chart({ what, points, limit, words, base = 2, none }: ChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const titleId = useId();
  const known = extremes(points);
  if (!known) {
    return (
      <Stack gap={4}>
        <Text fw={600}>{what}</Text>
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      </Stack>
    );
  }
  const highest = words(known.highest);
  const top = roundTop(Math.max(known.highest, limit * 0.05), base);
  const average = words(Math.round(known.average));
  const first = points[0]?.time ?? 0;
  const last = points.at(-1)?.time ?? 0;
  const onAxis = (time: number) => (last - first > 2 * DAY_MS ? format.day(time) : format.hour(time));
  return (
    <Stack gap="xs" component="figure" m={0} aria-labelledby={titleId}>
      <div>
        <Text fw={600} id={titleId}>
          {what}
        </Text>
        <Group gap="xs" justify="space-between">
          <Text size="sm" c="dimmed" className="figures">
            {t('usage.highest', { value: highest })} · {t('usage.average', { value: average })}
          </Text>
        </Group>
      </div>
      <div role="img" aria-label={t('usage.chart', { what, highest, average, limit: words(limit) })}>
        <AreaChart
          h={HEIGHT}
          data={points}
          dataKey="time"
          series={[{ name: 'value', label: what, color: 'tide.5' }]}
          curveType="monotone"
          connectNulls={false}
          withDots={points.length === 1}
          strokeWidth={2}
          fillOpacity={0.25}
          gridAxis="x"
          tickLine="none"
          areaChartProps={{ accessibilityLayer: false }}
          areaProps={{ isAnimationActive: false }}
          tooltipAnimationDuration={0}
          referenceLines={top >= limit ? [{ y: limit, color: 'amber.6', label: '' }] : undefined}
          xAxisProps={{
            type: 'number',
            scale: 'time',
            domain: ['dataMin', 'dataMax'],
            tickFormatter: onAxis,
            minTickGap: 32,
          }}
          yAxisProps={{
            width: 76,
            domain: [0, top],
            ticks: [0, top / 2, top],
            tickFormatter: words,
          }}
          valueFormatter={words}
          tooltipProps={{
            // Asked also while the pointer is nowhere, and then there is no moment.
            labelFormatter: (time) =>
              typeof time === 'number' ? format.dateTime(new Date(time).toISOString()) : '',
          }}
        />
      </div>
      <Text size="xs" c="dimmed" className="figures">
        {t('usage.limit', { value: words(limit) })}
      </Text>
    </Stack>
  );
}
