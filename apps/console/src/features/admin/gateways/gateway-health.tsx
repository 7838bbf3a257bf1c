import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/use-format.js';
import { Panel } from '../../../ui/panel.js';
import { StateBadge } from '../../../ui/state-badge.js';
import type { Routes } from './routes.js';

/** Whether one gateway answers, and what it said when it did not. */
export function GatewayHealth({ health }: { health: Routes['gateways'][number] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { gateway, isConfigured, downSince, failures, lastError } = health;
  const state = !isConfigured ? 'off' : downSince !== null ? 'down' : 'fine';
  const tone = { off: 'off', down: 'broken', fine: failures > 0 ? 'attention' : 'running' } as const;
  const meaning = {
    off: t(gateway === 'manual' ? 'payments.gateways.offManual' : 'payments.gateways.offText'),
    down: t('payments.gateways.downText', { date: format.dateTime(downSince ?? '1970-01-01T00:00:00Z') }),
    fine: failures > 0 ? t('payments.gateways.shaky', { count: failures }) : t('payments.gateways.fineText'),
  };
  return (
    <Panel
      title={t(`payments.gateway.${gateway}`)}
      action={<StateBadge tone={tone[state]} word={t(`payments.gateways.${state}`)} />}
    >
      <Stack gap={4}>
        <Text size="sm">{meaning[state]}</Text>
        {isConfigured && failures > 0 && lastError && (
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('payments.gateways.said')}: <span className="address">{lastError}</span>
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
