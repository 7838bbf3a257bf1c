import type { List } from '@minispod/contracts/shared';
import { IconTopologyStar3 } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterTab } from '../../../app/search.js';
import { trpc } from '../../../app/trpc.js';
import { Empty } from '../../../ui/empty.js';
import { PagedRows } from '../../../ui/paged-rows.js';
import type { Asked } from '../../../ui/query-view.js';
import { SearchField } from '../search-field.js';
import { DeploymentRow, IngressRow, NamespaceRow, PodRow, ServiceRow } from './object-rows.js';

const route = getRouteApi('/account/admin/cluster');
const POLL_MS = 15_000;
const { cluster } = trpc.admin;
const live = { placeholderData: keepPreviousData, refetchInterval: POLL_MS };

function useInput() {
  const { namespace, q, page = 1 } = route.useSearch();
  return { namespace, q, page, limit: 20 };
}

/** One component per kind, as each asks another question. */
const KINDS: Record<Exclude<ClusterTab, 'nodes'>, ComponentType> = {
  namespaces: () => {
    const query = useQuery({ ...cluster.namespaces.queryOptions(useInput()), ...live });
    return <Objects query={query} Row={NamespaceRow} />;
  },
  pods: () => {
    const query = useQuery({ ...cluster.pods.queryOptions(useInput()), ...live });
    return <Objects query={query} Row={PodRow} />;
  },
  deployments: () => {
    const query = useQuery({ ...cluster.deployments.queryOptions(useInput()), ...live });
    return <Objects query={query} Row={DeploymentRow} />;
  },
  services: () => {
    const query = useQuery({ ...cluster.services.queryOptions(useInput()), ...live });
    return <Objects query={query} Row={ServiceRow} />;
  },
  ingresses: () => {
    const query = useQuery({ ...cluster.ingresses.queryOptions(useInput()), ...live });
    return <Objects query={query} Row={IngressRow} />;
  },
};

/** One kind of object on the cluster, in pages. */
export function ObjectsTab({ kind }: { kind: Exclude<ClusterTab, 'nodes'> }) {
  const Kind = KINDS[kind];
  return <Kind />;
}

interface ObjectsProps<T> {
  query: Asked<List<T>>;
  Row: ComponentType<{ item: T }>;
}

function Objects<T extends { name: string; namespace?: string }>({ query, Row }: ObjectsProps<T>) {
  const { t } = useTranslation();
  const { tab, namespace, q } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <PagedRows
      query={query}
      keyOf={(item) => `${item.namespace ?? ''}/${item.name}`}
      row={(item) => <Row item={item} />}
      onPage={(page) => navigate({ search: { tab, namespace, q, page }, resetScroll: false })}
      skeletonRows={6}
      isFiltered={q !== undefined || namespace !== undefined}
      filters={
        <>
          <SearchField
            label={t('admin.cluster.search')}
            value={q}
            onSearch={(next) => navigate({ search: { tab, namespace, q: next }, replace: true })}
          />
          {tab !== 'namespaces' && (
            <SearchField
              label={t('admin.cluster.namespace')}
              value={namespace}
              onSearch={(next) => navigate({ search: { tab, namespace: next, q }, replace: true })}
            />
          )}
        </>
      }
      nothingFound={t('admin.cluster.notFound')}
      empty={
        <Empty
          icon={IconTopologyStar3}
          title={t('admin.cluster.nothing')}
          text={t('admin.cluster.nothingText')}
        />
      }
    />
  );
}
