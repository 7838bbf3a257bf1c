import { Drawer, Stack, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { UserView } from '@minispod/contracts/account';
import { IconBell, IconLogout, IconMenu2, IconReceipt, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { NAV_ITEMS } from './nav-items.js';
import { Preferences } from './preferences.js';
import classes from './shell.module.css';
import { useLogOut } from './use-log-out.js';

/** What a thumb reaches on a phone: four places and the rest behind a menu. */
export function BottomBar({ user }: { user: UserView }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
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
          <UnstyledButton
            className={classes.tab}
            onClick={open}
            aria-haspopup="dialog"
            aria-expanded={opened}
          >
            <IconMenu2 size={22} stroke={1.75} aria-hidden />
            {t('frame.nav.menu')}
          </UnstyledButton>
        </li>
      </ul>
      <MenuSheet user={user} opened={opened} close={close} />
    </nav>
  );
}

const MORE = [
  { to: '/orders', name: 'orders', Icon: IconReceipt },
  { to: '/notifications', name: 'notifications', Icon: IconBell },
  { to: '/profile', name: 'profile', Icon: IconUser },
] as const;

function MenuSheet({ user, opened, close }: { user: UserView; opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  const logOut = useLogOut();
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="bottom"
      size="auto"
      title={user.name}
      radius="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md" pb="md">
        <Stack gap={4}>
          {MORE.map(({ to, name, Icon }) => (
            <Link key={to} to={to} className={classes.link} onClick={close}>
              <Icon size={20} stroke={1.75} aria-hidden />
              {t(`frame.nav.${name}`)}
            </Link>
          ))}
          <UnstyledButton className={classes.link} onClick={logOut}>
            <IconLogout size={20} stroke={1.75} aria-hidden />
            {t('frame.logOut')}
          </UnstyledButton>
        </Stack>
        <Preferences />
      </Stack>
    </Drawer>
  );
}
