import { Text, UnstyledButton } from '@mantine/core';
import type { UserView } from '@minispod/contracts/account';
import { IconMenu2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { NAV_ITEMS } from './nav-items.js';
import { operatorPages } from './operator.js';
import { Sheet } from './sheet.js';
import classes from './shell.module.css';

const AccountLinks = lazy(() =>
  import('./account-links.js').then((file) => ({ default: file.AccountLinks })),
);

/** What a thumb reaches on a phone: four places and the rest behind a menu. */
export function BottomBar({ user }: { user: UserView }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('frame.mainMenu')}>
      <ul className={classes.tabs}>
        {NAV_ITEMS.slice(0, 4).map(({ to, name, Icon }) => (
          <li key={to}>
            <Link to={to} className={classes.tab} activeOptions={{ exact: to === '/', includeSearch: false }}>
              <Icon size={22} stroke={1.75} aria-hidden />
              {t(`frame.nav.${name}`)}
            </Link>
          </li>
        ))}
        <li>
          <Sheet
            bottom
            label={t('frame.nav.menu')}
            button={(opens) => (
              <UnstyledButton className={classes.tab} {...opens}>
                <IconMenu2 size={22} stroke={1.75} aria-hidden />
                {t('frame.nav.menu')}
              </UnstyledButton>
            )}
          >
            {(close) => (
              <>
                <Text fw={600} mb="xs">
                  {user.name}
                </Text>
                <AccountLinks
                  pages={[
                    'subscriptions',
                    'orders',
                    'invoices',
                    'notifications',
                    'profile',
                    ...operatorPages(user),
                  ]}
                  onLeave={close}
                />
              </>
            )}
          </Sheet>
        </li>
      </ul>
    </nav>
  );
}
