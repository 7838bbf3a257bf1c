import { LOCALES, type Locale } from '@minispod/contracts/shared';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

const KEPT_AS = 'minispod.locale';

/** One language is fetched at a time; the other comes when somebody switches. */
const load: Record<Locale, () => Promise<object>> = {
  en: () => import('./en/index.js').then((file) => file.en),
  id: () => import('./id/index.js').then((file) => file.id),
};

const isLocale = (text: string | null | undefined): text is Locale =>
  LOCALES.some((locale) => locale === text);

/** What this browser chose before, else what it prefers, else English. */
function firstLocale(): Locale {
  const kept = localStorage.getItem(KEPT_AS);
  if (isLocale(kept)) return kept;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLocale) ?? 'en';
}

export async function startTexts(): Promise<void> {
  const locale = firstLocale();
  await i18next.use(initReactI18next).init({
    lng: locale,
    resources: { [locale]: { translation: await load[locale]() } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = locale;
}

export async function switchLocale(locale: Locale): Promise<void> {
  if (!i18next.hasResourceBundle(locale, 'translation')) {
    i18next.addResourceBundle(locale, 'translation', await load[locale]());
  }
  await i18next.changeLanguage(locale);
  localStorage.setItem(KEPT_AS, locale);
  document.documentElement.lang = locale;
}

export function useLocale(): Locale {
  const { i18n } = useTranslation();
  return isLocale(i18n.language) ? i18n.language : 'en';
}
