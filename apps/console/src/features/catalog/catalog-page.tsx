import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.js';
import { CatalogBrowser } from './catalog-browser.js';

const route = getRouteApi('/catalog');

export function CatalogPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={t('catalog.title')}>
      <CatalogBrowser
        search={search}
        onSearch={(next) => navigate({ search: next, replace: true, resetScroll: false })}
      />
    </Page>
  );
}
