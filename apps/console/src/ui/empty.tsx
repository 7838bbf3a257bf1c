import { Card, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyProps {
  icon: Icon;
  title: string;
  text?: string;
  children?: ReactNode;
}

export function Empty({ icon: Glyph, title, text, children }: EmptyProps) {
  return (
    <Card py={48}>
      <Stack align="center" gap="md" ta="center" maw={420} mx="auto">
        <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
          <Glyph size={28} />
        </ThemeIcon>
        <Stack gap={4}>
          <Title order={2}>{title}</Title>
          {text && <Text c="dimmed">{text}</Text>}
        </Stack>
        {children}
      </Stack>
    </Card>
  );
}
