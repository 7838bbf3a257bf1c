import { ActionIcon } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Sheet } from './sheet.js';

const Preferences = lazy(() => import('./preferences.js').then((file) => ({ default: file.Preferences })));

/** For visitors, who have no account menu yet. */
export function PreferencesMenu() {
  const { t } = useTranslation();
  const label = `${t('frame.language')}, ${t('frame.scheme.label')}`;
  return (
    <Sheet
      label={label}
      button={(opens) => (
        <ActionIcon variant="subtle" color="gray" size={40} aria-label={label} {...opens}>
          <IconLanguage size={21} aria-hidden />
        </ActionIcon>
      )}
    >
      {() => <Preferences />}
    </Sheet>
  );
}
