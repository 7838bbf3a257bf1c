import { AppShell } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useLiveUpdates } from '../app/live-updates.js';
import { sessionQuery } from '../app/session.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { BottomBar } from './bottom-bar.js';
import { OfflineBanner } from './offline-banner.js';
import { Rail } from './rail.js';
import classes from './shell.module.css';
import { TopBar } from './top-bar.js';
import { useProfileLocale } from './use-profile-locale.js';

const Palette = lazy(() => import('./palette.js').then((file) => ({ default: file.Palette })));

/** The frame around every page: a rail and top bar for customers, the top bar alone for visitors. */
export function Shell() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  const user = session.data ?? null;
  useLiveUpdates(user !== null);
  useProfileLocale(user);

  return (
    <AppShell
      header={{ height: 64 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: true, desktop: !user } }}
      footer={{ height: { base: 'calc(64px + env(safe-area-inset-bottom))', sm: 0 }, collapsed: !user }}
      withBorder={false}
      transitionDuration={0}
    >
      <a className="skip-link" href="#content">
        {t('frame.skip')}
      </a>
      <AppShell.Header className={classes.bar}>
        <TopBar user={user} isKnown={!session.isPending} />
      </AppShell.Header>
      {user && (
        <AppShell.Navbar className={classes.rail}>
          <Rail />
        </AppShell.Navbar>
      )}
      <AppShell.Main className={classes.main}>
        <OfflineBanner />
        <div id="content" tabIndex={-1} className={classes.content}>
          {session.isError ? (
            <ProblemPanel error={session.error} onRetry={() => session.refetch()} />
          ) : (
            <Outlet />
          )}
        </div>
      </AppShell.Main>
      {user && (
        <AppShell.Footer hiddenFrom="sm" className={classes.bottom}>
          <BottomBar user={user} />
        </AppShell.Footer>
      )}
      <Suspense>
        <Palette user={user} />
      </Suspense>
    </AppShell>
  );
}
