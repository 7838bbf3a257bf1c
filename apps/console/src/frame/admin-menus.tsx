import { Badge, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ADMIN_ITEMS } from './admin-items.js';
import classes from './shell.module.css';

/** The operator's own rail, so that nobody takes it for the customer's. */
export function AdminRail() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('admin.menu')}>
      <Stack gap={4}>
        <Badge color="admin" variant="filled" tt="none" size="lg" mb="xs" ml={12}>
          {t('admin.frame')}
        </Badge>
        {ADMIN_ITEMS.map(({ to, name, Icon }) => (
          <Link key={to} to={to} className={classes.link} activeOptions={{ includeSearch: false }}>
            <Icon size={20} stroke={1.75} aria-hidden />
            {t(`admin.nav.${name}`)}
          </Link>
        ))}
        <Link to="/" className={classes.link}>
          <IconArrowLeft size={20} stroke={1.75} aria-hidden />
          {t('admin.back')}
        </Link>
      </Stack>
    </nav>
  );
}

export function AdminBottomBar() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('admin.menu')}>
      <ul className={classes.tabs}>
        {ADMIN_ITEMS.map(({ to, name, Icon }) => (
          <li key={to}>
            <Link to={to} className={classes.tab} activeOptions={{ includeSearch: false }}>
              <Icon size={22} stroke={1.75} aria-hidden />
              {t(`admin.nav.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
