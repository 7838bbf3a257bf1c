import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import '@mantine/spotlight/styles.css';
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import type { UserView } from '@minispod/contracts/account';
import { IconLogin, IconPlus, IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../app/trpc.js';
import { AppLogo } from '../ui/app-logo.js';
import { ADMIN_ITEMS } from './admin-items.js';
import { NAV_ITEMS } from './nav-items.js';
import { isOperator } from './operator.js';

interface PaletteProps {
  user: UserView | null;
  /** How often it was asked for: each time opens it again. */
  searches: number;
}

/** Ctrl-K: every page, everything of one's own, everything in the catalog. */
export function Palette({ user, searches }: PaletteProps) {
  const { t } = useTranslation();
  const groups = [usePages(user), useOwnServices(user !== null), useCatalog()];
  useEffect(() => {
    if (searches > 0) spotlight.open();
  }, [searches]);
  return (
    <Spotlight
      actions={groups.filter((group) => group.actions.length > 0)}
      shortcut={null}
      nothingFound={t('frame.searchEmpty')}
      scrollable
      maxHeight={420}
      aria-label={t('frame.searchHint')}
      searchProps={{
        leftSection: <IconSearch size={20} aria-hidden />,
        placeholder: t('frame.searchPlaceholder'),
        'aria-label': t('frame.searchHint'),
      }}
    />
  );
}

function usePages(user: UserView | null): SpotlightActionGroupData {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const page = (to: string, label: string, leftSection: React.ReactNode) => ({
    id: to,
    label,
    leftSection,
    onClick: () => navigate({ to }),
  });
  const actions = user
    ? [
        page('/wallet/top-up', t('wallet.topUp'), <IconPlus size={20} aria-hidden />),
        ...NAV_ITEMS.map(({ to, name, Icon }) =>
          page(to, t(`frame.nav.${name}`), <Icon size={20} stroke={1.75} aria-hidden />),
        ),
        ...(isOperator(user) ? ADMIN_ITEMS : []).map(({ to, name, Icon }) =>
          page(
            to,
            `${t('admin.frame')}: ${t(`admin.nav.${name}`)}`,
            <Icon size={20} stroke={1.75} aria-hidden />,
          ),
        ),
      ]
    : [
        page('/login', t('frame.logIn'), <IconLogin size={20} aria-hidden />),
        page('/register', t('frame.register'), <IconUserPlus size={20} aria-hidden />),
      ];
  return { group: t('frame.searchGroups.pages'), actions };
}

function useOwnServices(enabled: boolean): SpotlightActionGroupData {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const instances = useQuery({ ...trpc.instances.list.queryOptions({ page: 1, limit: 50 }), enabled });
  return {
    group: t('frame.searchGroups.services'),
    actions: (instances.data?.items ?? []).map((instance) => ({
      id: instance.id,
      label: instance.name,
      description: instance.publicUrl ?? instance.service.name,
      leftSection: <AppLogo icon={instance.service.icon} name={instance.service.name} size={28} />,
      onClick: () => navigate({ to: '/instances/$id', params: { id: instance.id } }),
    })),
  };
}

function useCatalog(): SpotlightActionGroupData {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const services = useQuery(trpc.catalog.search.queryOptions({ page: 1, limit: 50 }));
  return {
    group: t('frame.searchGroups.catalog'),
    actions: (services.data?.items ?? []).map((service) => ({
      id: service.slug,
      label: service.name,
      description: service.description,
      leftSection: <AppLogo icon={service.icon} name={service.name} size={28} />,
      onClick: () => navigate({ to: '/catalog/$slug', params: { slug: service.slug } }),
    })),
  };
}
