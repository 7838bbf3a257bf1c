import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { Input, SegmentedControl, Stack, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../texts/locale.js';
import { useChooseLocale } from './use-profile-locale.js';

/** Language and appearance, both applied at once and remembered. */
export function Preferences() {
  const { t } = useTranslation();
  const locale = useLocale();
  const chooseLocale = useChooseLocale();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="md">
      <Input.Wrapper label={t('frame.language')} labelElement="div">
        <SegmentedControl
          fullWidth
          mt={4}
          aria-label={t('frame.language')}
          value={locale}
          onChange={(value) => chooseLocale(value === 'id' ? 'id' : 'en')}
          data={[
            { value: 'id', label: <span lang="id">{t('frame.indonesian')}</span> },
            { value: 'en', label: <span lang="en">{t('frame.english')}</span> },
          ]}
        />
      </Input.Wrapper>
      <Input.Wrapper label={t('frame.scheme.label')} labelElement="div">
        <SegmentedControl
          fullWidth
          mt={4}
          aria-label={t('frame.scheme.label')}
          value={colorScheme}
          onChange={setColorScheme}
          data={(['auto', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`frame.scheme.${value}`),
          }))}
        />
      </Input.Wrapper>
    </Stack>
  );
}
