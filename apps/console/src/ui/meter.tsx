import '@mantine/core/styles/Progress.css';
import { Group, Progress, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** From here on it is worth a look: the alert for volumes is raised at the same share. */
const NEARLY_FULL = 0.85;

interface MeterProps {
  what: string;
  amount: number;
  limit: number;
  /** The share in words: read aloud, and shown beneath. */
  words: string;
  /** The more the better: a high share is no warning. */
  isGood?: boolean;
  /** Beside the words. */
  children?: ReactNode;
}

/** How much there is of something limited, as a bar, a percentage and words. */
export function Meter({ what, amount, limit, words, isGood = false, children }: MeterProps) {
  const share = limit === 0 ? 0 : amount / limit;
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {what}
        </Text>
        <Text size="sm" fw={600} className="figures">
          {Math.round(share * 100)}%
        </Text>
      </Group>
      <Progress.Root size="md" radius="xl">
        <Progress.Section
          value={Math.min(100, share * 100)}
          color={share >= NEARLY_FULL && !isGood ? 'amber.6' : 'tide'}
          aria-label={what}
          aria-valuetext={words}
        />
      </Progress.Root>
      <Text size="sm" className="figures" style={{ whiteSpace: 'normal' }}>
        {words}
        {children}
      </Text>
    </Stack>
  );
}
