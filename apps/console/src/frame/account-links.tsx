import '@mantine/core/styles/Divider.css';
import { Divider, Stack, UnstyledButton } from '@mantine/core';
import {
  IconBell,
  IconFileInvoice,
  IconLogout,
  IconReceipt,
  IconRefresh,
  IconTool,
  IconUser,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Preferences } from './preferences.js';
import classes from './shell.module.css';
import { useLogOut } from './use-log-out.js';

const PAGES = {
  subscriptions: { to: '/subscriptions', Icon: IconRefresh },
  orders: { to: '/orders', Icon: IconReceipt },
  invoices: { to: '/invoices', Icon: IconFileInvoice },
  notifications: { to: '/notifications', Icon: IconBell },
  profile: { to: '/profile', Icon: IconUser },
  operator: { to: '/admin', Icon: IconTool },
} as const;

interface AccountLinksProps {
  pages: (keyof typeof PAGES)[];
  /** Called when one goes somewhere. */
  onLeave: () => void;
}

export function AccountLinks({ pages, onLeave }: AccountLinksProps) {
  const { t } = useTranslation();
  const logOut = useLogOut();
  return (
    <Stack gap="md">
      <Stack gap={4}>
        {pages.map((name) => {
          const { to, Icon } = PAGES[name];
          return (
            <Link key={name} to={to} className={classes.link} onClick={onLeave}>
              <Icon size={20} stroke={1.75} aria-hidden />
              {t(`frame.nav.${name}`)}
            </Link>
          );
        })}
        <UnstyledButton className={classes.link} onClick={logOut}>
          <IconLogout size={20} stroke={1.75} aria-hidden />
          {t('frame.logOut')}
        </UnstyledButton>
      </Stack>
      <Divider color="var(--hairline)" />
      <Preferences />
    </Stack>
  );
}
