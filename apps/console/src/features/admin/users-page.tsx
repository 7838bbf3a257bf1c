import { Group, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../app/router-outputs.js';
import { trpc } from '../../app/trpc.js';
import { Money } from '../../ui/money.js';
import { Page } from '../../ui/page.js';
import { PagedRows } from '../../ui/paged-rows.js';
import { SearchField } from './search-field.js';

const route = getRouteApi('/account/admin/users');

export function UsersPage() {
  const { t } = useTranslation();
  const { q, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const users = useQuery({
    ...trpc.admin.users.list.queryOptions({ q, page, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('admin.nav.users')} text={t('admin.users.text')}>
      <PagedRows
        query={users}
        keyOf={(user) => user.id}
        row={(user) => <UserRow user={user} />}
        onPage={(next) => navigate({ search: { q, page: next } })}
        skeletonRows={6}
        isFiltered
        filters={
          <SearchField
            label={t('admin.users.search')}
            value={q}
            onSearch={(typed) => navigate({ search: { q: typed }, replace: true })}
          />
        }
        nothingFound={t('admin.users.none')}
        empty={null}
      />
    </Page>
  );
}

type User = RouterOutputs['admin']['users']['list']['items'][number];

function UserRow({ user }: { user: User }) {
  const { t } = useTranslation();
  return (
    <Link to="/admin/users/$id" params={{ id: user.id }} className="row-link">
      <Group justify="space-between" gap="xs">
        <div style={{ minWidth: 0, flex: '1 1 220px' }}>
          <Text fw={600} truncate>
            {user.name}
          </Text>
          <Text size="sm" c="dimmed" truncate>
            {user.email} · {t(`admin.users.role.${user.role}`)}
          </Text>
        </div>
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {t('admin.users.live', { count: user.liveSubscriptions })}
          </Text>
          <Text fw={600} miw={96} ta="right">
            <Money amount={user.creditBalance} />
          </Text>
        </Group>
      </Group>
    </Link>
  );
}
