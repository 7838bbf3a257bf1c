import { Card, Group, Text, ThemeIcon } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface NoticeProps {
  icon: Icon;
  color: 'red' | 'amber' | 'blue';
  title: string;
  text: string;
  action?: ReactNode;
}

/** Something that waits for its owner, with the one thing to do about it. */
export function Notice({ icon: Glyph, color, title, text, action }: NoticeProps) {
  return (
    <Card padding="md">
      <Group gap="md" justify="space-between">
        <Group wrap="nowrap" gap="md" align="flex-start" style={{ flex: '1 1 320px', minWidth: 0 }}>
          <ThemeIcon size={40} variant="light" color={color} aria-hidden>
            <Glyph size={22} />
          </ThemeIcon>
          <div style={{ minWidth: 0 }}>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Text>
            <Text size="sm" c="dimmed">
              {text}
            </Text>
          </div>
        </Group>
        {action}
      </Group>
    </Card>
  );
}
