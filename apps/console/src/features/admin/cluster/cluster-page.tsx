import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CLUSTER_TABS } from '../../../app/search.js';
import { Page } from '../../../ui/page.js';
import { TAB, TabBar } from '../../../ui/tab-bar.js';
import { NodesTab } from './nodes-tab.js';
import { ObjectsTab } from './objects-tab.js';

const route = getRouteApi('/account/admin/cluster');

/** The cluster as it is: nodes with their headroom first, then the objects on it. */
export function ClusterPage() {
  const { t } = useTranslation();
  const { tab: current = 'nodes' } = route.useSearch();
  return (
    <Page title={t('admin.nav.cluster')} text={t('admin.cluster.text')}>
      <TabBar label={t('admin.cluster.tabs')}>
        {CLUSTER_TABS.map((tab) => (
          <Link
            key={tab}
            to="/admin/cluster"
            search={tab === 'nodes' ? {} : { tab }}
            className={TAB}
            aria-current={tab === current ? 'page' : undefined}
            activeOptions={{ exact: true }}
            resetScroll={false}
          >
            {t(`admin.cluster.tab.${tab}`)}
          </Link>
        ))}
      </TabBar>
      {current === 'nodes' ? <NodesTab /> : <ObjectsTab key={current} kind={current} />}
    </Page>
  );
}
