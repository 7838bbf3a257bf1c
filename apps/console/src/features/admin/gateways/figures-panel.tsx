import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../../app/router-outputs.js';
import { FIGURE_RANGES, type FigureRange } from '../../../app/search.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat } from '../../../format/use-format.js';
import { Meter } from '../../../ui/meter.js';
import { Panel } from '../../../ui/panel.js';
import { QueryView } from '../../../ui/query-view.js';
import { RowSkeletons } from '../../../ui/row-skeletons.js';
import { useFailureWord } from '../payments/failure-word.js';

type Figures = RouterOutputs['admin']['analytics']['payments']['items'][number];

const HOUR_MS = 60 * 60 * 1000;
const HOURS: Record<FigureRange, number> = { '24h': 24, '7d': 7 * 24, '30d': 30 * 24 };

const route = getRouteApi('/account/admin/payments/gateways');

/** How the top-ups opened within a time have fared, by gateway and method. */
export function FiguresPanel() {
  const { t } = useTranslation();
  const { range = '7d' } = route.useSearch();
  const navigate = route.useNavigate();
  // A moment that moved with each look would be another question each time.
  const from = useMemo(() => new Date(Date.now() - HOURS[range] * HOUR_MS).toISOString(), [range]);
  const figures = useQuery({
    ...trpc.admin.analytics.payments.queryOptions({ from }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel
      title={t('payments.figures.title')}
      action={
        <SegmentedControl
          aria-label={t('payments.figures.range')}
          value={range}
          onChange={(next) =>
            navigate({ search: { range: next as FigureRange }, replace: true, resetScroll: false })
          }
          data={FIGURE_RANGES.map((value) => ({ value, label: t(`payments.figures.ranges.${value}`) }))}
        />
      }
    >
      <QueryView query={figures} skeleton={<RowSkeletons rows={4} />}>
        {({ items }) => (
          <>
            {items.length === 0 && <Text c="dimmed">{t('payments.figures.none')}</Text>}
            <ul className="rows">
              {items.map((item) => (
                <li key={`${item.gateway}${item.method}`}>
                  <FigureRow figures={item} />
                </li>
              ))}
            </ul>
          </>
        )}
      </QueryView>
    </Panel>
  );
}

function FigureRow({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const format = useFormat();
  const failureWord = useFailureWord();
  const { gateway, method, opened, paid, waiting, failures, amount, medianSecondsToPay } = figures;
  const way = `${t(`topUp.methods.${method}`)} · ${t(`payments.gateway.${gateway}`)}`;
  const reasons = Object.entries(failures).toSorted(([, a], [, b]) => b - a);
  const median =
    medianSecondsToPay === null
      ? ''
      : `, ${t('payments.figures.median', { time: format.duration(medianSecondsToPay * 1000) })}`;
  return (
    <Group align="flex-start" gap="lg" py="md">
      <div style={{ flex: '1 1 300px' }}>
        <Meter
          what={way}
          amount={paid}
          limit={opened}
          isGood
          words={`${t('payments.figures.paidOf', { paid, opened })}${median}`}
        />
      </div>
      <Stack gap={2} style={{ flex: '1 1 240px' }}>
        <Text size="sm" fw={600} className="figures">
          {t('payments.figures.amount', { amount: formatRupiah(amount) })}
        </Text>
        {reasons.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('payments.figures.failures')}:{' '}
            {reasons.map(([code, count]) => `${failureWord(code)} ${count}`).join(', ')}
          </Text>
        )}
        {waiting > 0 && (
          <Text size="sm" c="dimmed">
            {t('payments.figures.open', { count: waiting })}
          </Text>
        )}
      </Stack>
    </Group>
  );
}
