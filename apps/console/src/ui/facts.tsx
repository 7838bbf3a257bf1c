import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Labels and values as a description list: label left, value right, one hairline between. */
export function Facts({ rows }: { rows: (readonly [label: string, value: ReactNode])[] }) {
  return (
    <Stack component="dl" gap={0} m={0}>
      {rows.map(([label, value], index) => (
        <Group
          key={label}
          justify="space-between"
          wrap="nowrap"
          gap="md"
          py={10}
          style={{ borderTop: index > 0 ? '1px solid var(--hairline)' : undefined }}
        >
          <Text component="dt" c="dimmed" size="sm">
            {label}
          </Text>
          <Text component="dd" m={0} fw={500} ta="right" style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
            {value}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
