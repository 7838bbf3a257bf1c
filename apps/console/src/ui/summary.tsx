import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Money } from './money.js';

/** Amounts that add up to what is about to be paid. */
export function Summary({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Stack
      component="section"
      aria-label={label}
      gap="xs"
      p="md"
      bg="var(--surface-raised)"
      style={{ borderRadius: 14 }}
    >
      {children}
    </Stack>
  );
}

interface SummaryLineProps {
  label: string;
  amount: number;
  strong?: boolean;
  warn?: boolean;
}

export function SummaryLine({ label, amount, strong = false, warn = false }: SummaryLineProps) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="md" c={warn ? 'var(--warn)' : undefined}>
      <Text size={strong ? 'md' : 'sm'} fw={strong || warn ? 700 : 400}>
        {label}
      </Text>
      <Text size={strong ? 'md' : 'sm'} fw={strong || warn ? 700 : 500}>
        <Money amount={amount} />
      </Text>
    </Group>
  );
}
