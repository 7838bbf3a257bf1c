import '@mantine/core/styles/Code.css';
import { Code, Group, Stack, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { IconHeartBroken, IconHeartbeat } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat, useNow } from '../../format/use-format.js';
import { isKnownProblem, problemText } from '../../texts/problem-code.js';

/** Whether it answers, since when, and if not why: in words, and in the cluster's own. */
export function HealthLine({ health }: { health: InstanceDetail['health'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(30_000);
  const { status, code, reason, since } = health;
  const duration = since ? format.duration(Math.max(0, now - Date.parse(since))) : null;
  if (status === 'unknown') {
    return (
      <Text size="sm" c="dimmed">
        {t('service.unknownHealth')}
      </Text>
    );
  }
  if (status === 'healthy') {
    return (
      <Group gap="xs" wrap="nowrap" c="dimmed">
        <IconHeartbeat size={18} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm">{duration ? t('service.healthySince', { duration }) : t('service.healthy')}</Text>
      </Group>
    );
  }
  return (
    <Stack gap={4}>
      <Group gap="xs" wrap="nowrap" align="flex-start" c="var(--mantine-color-error)">
        <IconHeartBroken size={18} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
        <Text size="sm" fw={600}>
          {duration ? t('service.unhealthySince', { duration }) : t('service.unhealthy')}
          {isKnownProblem(code) && `: ${t(`problem.${problemText(code)}.title`)}`}
        </Text>
      </Group>
      {reason && (
        <details>
          <summary style={{ cursor: 'pointer', fontSize: 14 }}>{t('instance.technical')}</summary>
          <Code block mt="xs" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {reason}
          </Code>
        </details>
      )}
    </Stack>
  );
}
