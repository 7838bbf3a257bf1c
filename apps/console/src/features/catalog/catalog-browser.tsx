import '@mantine/core/styles/Chip.css';
import { Button, Chip, Group, SimpleGrid, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPackage, IconSearch, IconZoomCancel } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useLocale } from '../../texts/locale.js';
import { localized } from '../../texts/localized.js';
import { Empty } from '../../ui/empty.js';
import { QueryView } from '../../ui/query-view.js';
import { ServiceCard } from './service-card.js';

interface Search {
  q?: string;
  category?: string;
}

interface CatalogBrowserProps {
  heading?: ReactNode;
  search: Search;
  onSearch: (search: Search) => void;
}

/** Search, categories and services; what is looked for stays in the address. */
export function CatalogBrowser({ heading, search, onSearch }: CatalogBrowserProps) {
  const { t } = useTranslation();
  const services = useQuery({
    ...trpc.catalog.search.queryOptions({ q: search.q ?? '', category: search.category, limit: 100 }),
    placeholderData: keepPreviousData,
  });
  return (
    <Stack gap="lg" component="section">
      <Group justify="space-between" gap="md">
        {heading}
        <SearchField q={search.q ?? ''} onChange={(q) => onSearch({ ...search, q: q || undefined })} />
      </Group>
      <Categories
        chosen={search.category}
        onChoose={(category) => onSearch({ ...search, category: category || undefined })}
      />
      <QueryView query={services} skeleton={<CardSkeletons />}>
        {({ items, total }) => (
          <>
            <Text size="sm" c="dimmed" role="status">
              {total > 0 && t('catalog.found', { count: total })}
            </Text>
            {items.length > 0 && (
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
                {items.map((service) => (
                  <ServiceCard key={service.id} service={service} />
                ))}
              </SimpleGrid>
            )}
            {items.length === 0 && <NothingFound search={search} onReset={() => onSearch({})} />}
          </>
        )}
      </QueryView>
    </Stack>
  );
}

function SearchField({ q, onChange }: { q: string; onChange: (q: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(q);
  const announce = useDebouncedCallback(onChange, 250);
  return (
    <TextInput
      type="search"
      size="md"
      w={{ base: '100%', sm: 320 }}
      aria-label={t('catalog.searchLabel')}
      placeholder={t('catalog.searchPlaceholder')}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        announce(event.currentTarget.value.trim());
      }}
    />
  );
}

function Categories({ chosen, onChoose }: { chosen?: string; onChoose: (slug: string) => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const categories = useQuery(trpc.catalog.categories.queryOptions());
  if (!categories.data) return <Skeleton h={32} w={280} />;
  return (
    <Chip.Group value={chosen ?? ''} onChange={onChoose}>
      <Group gap="xs" role="radiogroup" aria-label={t('catalog.categories')}>
        <Chip value="">{t('catalog.allCategories')}</Chip>
        {categories.data.items.map((category) => (
          <Chip key={category.id} value={category.slug}>
            {localized(category, locale).name}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}

function NothingFound({ search, onReset }: { search: Search; onReset: () => void }) {
  const { t } = useTranslation();
  if (!search.q && !search.category) {
    return <Empty icon={IconPackage} title={t('catalog.empty')} text={t('catalog.emptyHint')} />;
  }
  return (
    <Empty
      icon={IconZoomCancel}
      title={t('catalog.nothingFound', { q: search.q ?? search.category })}
      text={t('catalog.nothingFoundHint')}
    >
      <Button variant="default" onClick={onReset}>
        {t('catalog.showEverything')}
      </Button>
    </Empty>
  );
}

function CardSkeletons() {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
      {[1, 2, 3].map((card) => (
        <Skeleton key={card} h={190} radius="lg" />
      ))}
    </SimpleGrid>
  );
}
