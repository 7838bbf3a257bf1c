import { IconLock } from '@tabler/icons-react';
import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useUser } from '../app/session.js';
import { Empty } from '../ui/empty.js';
import { ButtonLink } from '../ui/links.js';
import { Page } from '../ui/page.js';
import { isOperator } from './operator.js';

/** The server refuses everything here to others all the same; this only says so kindly. */
export function AdminGate() {
  const { t } = useTranslation();
  const user = useUser();
  if (isOperator(user)) return <Outlet />;
  return (
    <Page title={t('errors.title.FORBIDDEN')}>
      <Empty icon={IconLock} title={t('errors.title.FORBIDDEN')} text={t('admin.forbidden')}>
        <ButtonLink to="/">{t('admin.back')}</ButtonLink>
      </Empty>
    </Page>
  );
}
