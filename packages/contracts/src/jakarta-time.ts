import type { Locale } from './shared.js';

const TIME_ZONE = 'Asia/Jakarta';
const TAGS: Record<Locale, string> = { id: 'id-ID', en: 'en-GB' };

/** `12 Feb 2026`: billing days are Jakarta days, wherever the reader is. Takes an ISO 8601 time. */
export function formatDate(iso: string, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: TIME_ZONE,
  }).format(new Date(iso));
}

/** `12 Feb 2026, 14.30 WIB`. Takes an ISO 8601 time. */
export function formatDateTime(iso: string, locale: Locale): string {
  const time = new Intl.DateTimeFormat(TAGS[locale], {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: TIME_ZONE,
  }).format(new Date(iso));
  return `${formatDate(iso, locale)}, ${time} WIB`;
}
