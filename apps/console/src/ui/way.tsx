import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface WayProps {
  title: string;
  text: ReactNode;
  children: ReactNode;
}

/** One thing that may be done, what it means, and its button. */
export function Way({ title, text, children }: WayProps) {
  return (
    <Group justify="space-between" align="flex-start">
      <div style={{ flex: '1 1 280px' }}>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed" component="div">
          {text}
        </Text>
      </div>
      {children}
    </Group>
  );
}
