import { Group, SimpleGrid, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconApps, IconRocket, IconWallet } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../ui/links.js';
import { CatalogBrowser } from './catalog-browser.js';
import { RunningPicture } from './running-picture.js';

const route = getRouteApi('/');

export function LandingPage() {
  const { t } = useTranslation();
  useDocumentTitle(`MinisPod · ${t('catalog.heroTitle')}`);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Stack gap={56}>
      <Hero />
      <Steps />
      <CatalogBrowser
        heading={<Title order={2}>{t('catalog.title')}</Title>}
        search={search}
        onSearch={(next) => navigate({ search: next, replace: true, resetScroll: false })}
      />
    </Stack>
  );
}

function Hero() {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing={{ base: 'xl', md: 56 }} style={{ alignItems: 'center' }}>
      <Stack gap="lg">
        <Title order={1} fz={{ base: 32, sm: 44 }} lh={1.12} style={{ letterSpacing: '-0.03em' }}>
          {t('catalog.heroTitle')}
        </Title>
        <Text size="lg" c="dimmed">
          {t('catalog.heroText')}
        </Text>
        <Group>
          <ButtonLink to="/register" size="lg">
            {t('catalog.heroStart')}
          </ButtonLink>
        </Group>
      </Stack>
      <RunningPicture />
    </SimpleGrid>
  );
}

const STEPS = [
  { Icon: IconApps, name: 'choose' },
  { Icon: IconWallet, name: 'pay' },
  { Icon: IconRocket, name: 'run' },
] as const;

function Steps() {
  const { t } = useTranslation();
  return (
    <section aria-label={t('catalog.heroSteps.label')}>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
        {STEPS.map(({ Icon, name }) => (
          <Group key={name} wrap="nowrap" align="flex-start" gap="md">
            <ThemeIcon size={44} variant="light" aria-hidden>
              <Icon size={22} stroke={1.75} />
            </ThemeIcon>
            <div>
              <Title order={3}>{t(`catalog.heroSteps.${name}Title`)}</Title>
              <Text size="sm" c="dimmed">
                {t(`catalog.heroSteps.${name}Text`)}
              </Text>
            </div>
          </Group>
        ))}
      </SimpleGrid>
    </section>
  );
}
