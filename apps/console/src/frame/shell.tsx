import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLiveUpdates } from '../app/live-updates.js';
import { sessionQuery } from '../app/session.js';
import { needTexts } from '../texts/locale.js';
import { Part } from '../ui/load-failed.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { AdminBottomBar, AdminRail } from './admin-menus.js';
import { BottomBar } from './bottom-bar.js';
import { ConnectionBanner } from './connection-banner.js';
import { isOperator } from './operator.js';
import { Rail } from './rail.js';
import classes from './shell.module.css';
import { TopBar } from './top-bar.js';
import { useProfileLocale } from './use-profile-locale.js';

const Palette = lazy(async () => {
  const [file] = await Promise.all([import('./palette.js'), needTexts('customer')]);
  return { default: file.Palette };
});

/** The frame around every page: a rail and top bar for customers, the top bar alone for visitors. */
export function Shell() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  const user = session.data ?? null;
  const isAdmin = useLocation().pathname.startsWith('/admin') && isOperator(user);
  const [searches, setSearches] = useState(0);
  const search = () => setSearches((before) => before + 1);
  useHotkeys([['mod+K', search]], []);
  useLiveUpdates(user?.id ?? null);
  useProfileLocale(user);

  return (
    <div className={classes.frame} data-customer={user ? true : undefined} data-admin={isAdmin || undefined}>
      <a className="skip-link" href="#content">
        {t('frame.skip')}
      </a>
      <header className={classes.bar}>
        <TopBar user={user} isKnown={!session.isPending} onSearch={search} />
      </header>
      {user && <div className={classes.rail}>{isAdmin ? <AdminRail /> : <Rail />}</div>}
      <main id="content" tabIndex={-1} className={classes.content}>
        <ConnectionBanner />
        {searches > 0 && (
          <Part name={String(searches)}>
            <Palette user={user} searches={searches} />
          </Part>
        )}
        {session.isError && session.data === undefined ? (
          <ProblemPanel error={session.error} onRetry={() => session.refetch()} />
        ) : (
          <Outlet />
        )}
      </main>
      {user && (
        <div className={classes.bottom}>{isAdmin ? <AdminBottomBar /> : <BottomBar user={user} />}</div>
      )}
    </div>
  );
}
