import { Box, Card, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyProps {
  icon: Icon;
  title: string;
  text?: string;
  /** Within a panel, which has a frame already. */
  plain?: boolean;
  children?: ReactNode;
}

export function Empty({ icon: Glyph, title, text, plain = false, children }: EmptyProps) {
  const Frame = plain ? Box : Card;
  return (
    <Frame py={48}>
      <Stack align="center" gap="md" ta="center" maw={420} mx="auto">
        <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
          <Glyph size={28} />
        </ThemeIcon>
        <Stack gap={4}>
          <Title order={plain ? 3 : 2}>{title}</Title>
          {text && <Text c="dimmed">{text}</Text>}
        </Stack>
        {children}
      </Stack>
    </Frame>
  );
}
