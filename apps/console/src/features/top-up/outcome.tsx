import { Stack, ThemeIcon, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface OutcomeProps {
  icon: Icon;
  color: 'green' | 'blue' | 'amber' | 'gray';
  title: string;
  children: ReactNode;
}

/** How a payment stands once there is nothing to pay: one picture, one sentence, the way on. */
export function Outcome({ icon: Glyph, color, title, children }: OutcomeProps) {
  return (
    <Stack gap="md" align="center" ta="center" py="md">
      <ThemeIcon size={64} radius="xl" color={color} variant="light" aria-hidden>
        <Glyph size={34} />
      </ThemeIcon>
      <Title order={2}>{title}</Title>
      {children}
    </Stack>
  );
}
