import '@mantine/core/styles/Breadcrumbs.css';
import { Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AnchorLink } from './links.js';

interface PageProps {
  title: string;
  text?: ReactNode;
  /** The pages above this one, outermost first. */
  above?: { label: string; to: LinkProps['to'] }[];
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, text, above, lead, actions, children }: PageProps) {
  useDocumentTitle(`${title} · MinisPod`);
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        {above && <Trail above={above} here={title} />}
        <Group justify="space-between" align="flex-start" gap="md">
          <Group gap="md" wrap="nowrap" style={{ flex: '1 1 240px', minWidth: 0 }}>
            {lead}
            <div style={{ minWidth: 0 }}>
              <Title order={1} style={{ overflowWrap: 'anywhere' }}>
                {title}
              </Title>
              {text && (
                <Text c="dimmed" component="div">
                  {text}
                </Text>
              )}
            </div>
          </Group>
          {actions && <Group gap="sm">{actions}</Group>}
        </Group>
      </Stack>
      {children}
    </Stack>
  );
}

function Trail({ above, here }: { above: NonNullable<PageProps['above']>; here: string }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('frame.breadcrumbs')}>
      <Breadcrumbs separatorMargin={6} fz="sm" styles={{ root: { flexWrap: 'nowrap' } }}>
        {above.map((step) => (
          <AnchorLink key={step.label} to={step.to} size="sm">
            {step.label}
          </AnchorLink>
        ))}
        <Text size="sm" c="dimmed" truncate aria-current="page">
          {here}
        </Text>
      </Breadcrumbs>
    </nav>
  );
}
