import { Card, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../app/session.js';

interface EntranceProps {
  title: string;
  text: string;
  /** Where to go once inside. */
  redirect: string | undefined;
  children: ReactNode;
}

/** The frame of login and registration. Whoever is signed in is led on to where they were going. */
export function Entrance({ title, text, redirect, children }: EntranceProps) {
  const { t } = useTranslation();
  useDocumentTitle(`${title} · MinisPod`);
  const user = useUser();
  const router = useRouter();
  useEffect(() => {
    if (user) router.history.replace(redirect ?? '/');
  }, [user, redirect, router]);
  return (
    <Stack maw={440} mx="auto" gap="lg">
      <div>
        <Title order={1}>{title}</Title>
        <Text c="dimmed">{redirect?.includes('plan=') ? t('account.continuePlan') : text}</Text>
      </div>
      <Card>{children}</Card>
    </Stack>
  );
}
