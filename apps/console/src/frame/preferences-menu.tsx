import { ActionIcon, Popover } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Preferences } from './preferences.js';

/** For visitors, who have no account menu yet. */
export function PreferencesMenu() {
  const { t } = useTranslation();
  return (
    <Popover width={320} position="bottom-end" shadow="md" radius="lg" trapFocus>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={40}
          aria-label={`${t('frame.language')}, ${t('frame.scheme.label')}`}
        >
          <IconLanguage size={21} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={`${t('frame.language')}, ${t('frame.scheme.label')}`}>
        <Preferences />
      </Popover.Dropdown>
    </Popover>
  );
}
