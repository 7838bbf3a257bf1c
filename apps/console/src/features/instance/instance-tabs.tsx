import { Skeleton } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { Link } from '@tanstack/react-router';
import { type ComponentType, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { INSTANCE_TABS, type InstanceTab } from '../../app/search.js';
import { Part } from '../../ui/load-failed.js';
import { TAB, TabBar } from '../../ui/tab-bar.js';
import { OverviewTab } from './overview-tab.js';

type Tab = ComponentType<{ instance: InstanceDetail }>;

/** All but the first are fetched when one looks at them. */
const TABS: Record<InstanceTab, Tab> = {
  overview: OverviewTab,
  logs: lazy(() => import('./logs/log-tab.js').then((file) => ({ default: file.LogTab }))),
  variables: lazy(() =>
    import('./variables/variables-tab.js').then((file) => ({ default: file.VariablesTab })),
  ),
  domains: lazy(() => import('./domains/domains-tab.js').then((file) => ({ default: file.DomainsTab }))),
  backups: lazy(() => import('./backups/backups-tab.js').then((file) => ({ default: file.BackupsTab }))),
  activity: lazy(() => import('./activity/activity-tab.js').then((file) => ({ default: file.ActivityTab }))),
};

export function InstanceTabs({ instance, current }: { instance: InstanceDetail; current: InstanceTab }) {
  const { t } = useTranslation();
  const Content = TABS[current];
  return (
    <>
      <TabBar label={t('service.tabs')}>
        {INSTANCE_TABS.map((tab) => (
          <Link
            key={tab}
            to="/instances/$id"
            params={{ id: instance.id }}
            search={tab === 'overview' ? {} : { tab }}
            className={TAB}
            aria-current={tab === current ? 'page' : undefined}
            activeOptions={{ exact: true }}
            resetScroll={false}
          >
            {t(`service.tab.${tab}`)}
          </Link>
        ))}
      </TabBar>
      <Part name={current} fallback={<Skeleton h={420} radius="lg" />}>
        <Content instance={instance} />
      </Part>
    </>
  );
}
