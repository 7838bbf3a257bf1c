import { Badge, Stack, UnstyledButton } from '@mantine/core';
import { IconArrowLeft, IconMenu2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ADMIN_ITEMS } from './admin-items.js';
import { Sheet } from './sheet.js';
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
        <AdminLinks items={ADMIN_ITEMS} />
      </Stack>
    </nav>
  );
}

interface AdminLinksProps {
  items: readonly (typeof ADMIN_ITEMS)[number][];
  /** Called when one goes somewhere. */
  onLeave?: () => void;
}

/** To each of the pages, and out again. */
function AdminLinks({ items, onLeave }: AdminLinksProps) {
  const { t } = useTranslation();
  return (
    <>
      {items.map(({ to, name, Icon }) => (
        <Link
          key={to}
          to={to}
          className={classes.link}
          activeOptions={{ includeSearch: false }}
          onClick={onLeave}
        >
          <Icon size={20} stroke={1.75} aria-hidden />
          {t(`admin.nav.${name}`)}
        </Link>
      ))}
      <Link to="/" className={classes.link} onClick={onLeave}>
        <IconArrowLeft size={20} stroke={1.75} aria-hidden />
        {t('admin.back')}
      </Link>
    </>
  );
}

export function AdminBottomBar() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('admin.menu')}>
      <ul className={classes.tabs}>
        {ADMIN_ITEMS.slice(0, 4).map(({ to, name, Icon }) => (
          <li key={to}>
            <Link to={to} className={classes.tab} activeOptions={{ includeSearch: false }}>
              <Icon size={22} stroke={1.75} aria-hidden />
              {t(`admin.nav.${name}`)}
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
              <Stack gap={4}>
                <AdminLinks items={ADMIN_ITEMS.slice(4)} onLeave={close} />
              </Stack>
            )}
          </Sheet>
        </li>
      </ul>
    </nav>
  );
}
