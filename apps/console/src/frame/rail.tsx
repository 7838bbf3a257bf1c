import { Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { NAV_ITEMS } from './nav-items.js';
import classes from './shell.module.css';

export function Rail() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('frame.mainMenu')}>
      <Stack gap={4}>
        {NAV_ITEMS.map(({ to, name, Icon }) => (
          <Link
            key={to}
            to={to}
            className={classes.link}
            activeOptions={{ exact: to === '/', includeSearch: false }}
          >
            <Icon size={20} stroke={1.75} aria-hidden />
            {t(`frame.nav.${name}`)}
          </Link>
        ))}
      </Stack>
    </nav>
  );
}
