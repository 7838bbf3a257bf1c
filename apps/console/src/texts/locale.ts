import { LOCALES, type Locale } from '@minispod/contracts/shared';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { fileMissing } from '../app/lazy-page.js';

const KEPT_AS = 'minispod.locale';

/** One language is fetched at a time, and of it only what the pages seen so far need. */
const load = {
  visitor: {
    en: () => import('./en/visitor.js').then((file) => file.visitor),
    id: () => import('./id/visitor.js').then((file) => file.visitor),
  },
  entrance: {
    en: () => import('./en/account.js').then(({ account }) => ({ account })),
    id: () => import('./id/account.js').then(({ account }) => ({ account })),
  },
  customer: {
    en: () => import('./en/customer.js').then((file) => file.customer),
    id: () => import('./id/customer.js').then((file) => file.customer),
  },
  lifecycle: {
    en: () => import('./en/lifecycle.js').then((file) => file.lifecycle),
    id: () => import('./id/lifecycle.js').then((file) => file.lifecycle),
  },
  paying: {
    en: () => import('./en/pay-steps.js').then(({ paySteps }) => ({ paySteps })),
    id: () => import('./id/pay-steps.js').then(({ paySteps }) => ({ paySteps })),
  },
  operator: {
    en: () => import('./en/operator.js').then((file) => file.operator),
    id: () => import('./id/operator.js').then((file) => file.operator),
  },
} satisfies Record<string, Record<Locale, () => Promise<object>>>;
type TextPart = keyof typeof load;

const needed = new Set<TextPart>(['visitor']);

const isLocale = (text: string | null | undefined): text is Locale =>
  LOCALES.some((locale) => locale === text);

/** What this browser chose before, else what it prefers, else English. */
function firstLocale(): Locale {
  const kept = localStorage.getItem(KEPT_AS);
  if (isLocale(kept)) return kept;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLocale) ?? 'en';
}

async function add(part: TextPart, locale: Locale): Promise<void> {
  i18next.addResourceBundle(locale, 'translation', await load[part][locale]().catch(fileMissing), true, true);
}

export async function startTexts(): Promise<void> {
  const locale = firstLocale();
  await i18next.use(initReactI18next).init({
    lng: locale,
    resources: { [locale]: { translation: await load.visitor[locale]() } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = locale;
}

/** To be awaited before anything is shown that says something from this part. */
export async function needTexts(part: TextPart): Promise<void> {
  if (needed.has(part)) return;
  const locale = isLocale(i18next.language) ? i18next.language : 'en';
  await add(part, locale);
  needed.add(part);
  // The language was switched meanwhile, and did not know of this part.
  if (i18next.language !== locale) await switchLocale(i18next.language as Locale);
}

export async function switchLocale(locale: Locale): Promise<void> {
  await Promise.all([...needed].map((part) => add(part, locale)));
  await i18next.changeLanguage(locale);
  localStorage.setItem(KEPT_AS, locale);
  document.documentElement.lang = locale;
}

export function useLocale(): Locale {
  const { i18n } = useTranslation();
  return isLocale(i18n.language) ? i18n.language : 'en';
}
