import type { Locale } from '@minispod/contracts/shared';

/** Catalog entries carry English in their plain fields and Indonesian beside them. */
export function localized<T extends object>(
  entry: T & { translations: { id: Partial<T> } },
  locale: Locale,
): T {
  return locale === 'id' ? { ...entry, ...entry.translations.id } : entry;
}
