import { IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Empty } from './empty.js';
import { ButtonLink } from './links.js';
import { Page } from './page.js';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('errors.title.NOT_FOUND')}>
      <Empty icon={IconMapOff} title={t('errors.text.NOT_FOUND')}>
        <ButtonLink to="/">{t('frame.nav.home')}</ButtonLink>
      </Empty>
    </Page>
  );
}
