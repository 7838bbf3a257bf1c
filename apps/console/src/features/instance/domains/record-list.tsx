import { Group, Stack, Text } from '@mantine/core';
import type { DomainView } from '@minispod/contracts/custom-domain';
import { IconAlertTriangle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Copy } from '../../../ui/copy.js';

type Entry = DomainView['records'][number];

/** The exact records, each to be copied, and what was found in their place. */
export function RecordList({ domain: { domain, records } }: { domain: DomainView }) {
  const { t } = useTranslation();
  const routing = records.filter(({ purpose }) => purpose === 'ROUTING');
  const groups = [
    { title: t('domains.ownership'), of: records.filter(({ purpose }) => purpose === 'OWNERSHIP') },
    { title: t(routing.length > 1 ? 'domains.routingEither' : 'domains.routing'), of: routing },
  ];
  return (
    <Stack gap="md" component="section" aria-label={t('domains.records', { domain })}>
      {groups.map(({ title, of }) => (
        <Stack key={title} gap="xs">
          <Text size="sm" fw={600}>
            {title}
          </Text>
          {of.map((record) => (
            <OneRecord key={`${record.type}${record.value}`} record={record} />
          ))}
        </Stack>
      ))}
    </Stack>
  );
}

function OneRecord({ record }: { record: Entry }) {
  const { t } = useTranslation();
  const { type, name, value, found, isRight } = record;
  const other = found.filter((each) => each !== value);
  const Mark = isRight ? IconCircleCheckFilled : IconAlertTriangle;
  return (
    <Stack gap="xs" p="md" bg="var(--surface-raised)" style={{ borderRadius: 10 }}>
      <Part label={t('domains.type')} value={type} />
      <Part label={t('domains.recordName')} value={name} copy />
      <Part label={t('domains.recordValue')} value={value} copy />
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Mark
          size={18}
          color={isRight ? 'var(--mantine-color-green-6)' : 'var(--warn)'}
          style={{ flex: 'none', marginTop: 2 }}
          aria-hidden
        />
        <Text size="sm" style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
          {isRight
            ? t('domains.right')
            : `${t('domains.wrong')}: ${
                other.length > 0
                  ? t('domains.foundOther', { values: other.join(', ') })
                  : t('domains.foundNothing')
              }`}
        </Text>
      </Group>
    </Stack>
  );
}

function Part({ label, value, copy = false }: { label: string; value: string; copy?: boolean }) {
  return (
    <Group gap="sm" justify="space-between" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text size="xs" c="dimmed">
          {label}
        </Text>
        <Text className="address">{value}</Text>
      </div>
      {copy && <Copy value={value} what={label} />}
    </Group>
  );
}
