import type { Locale } from '@minispod/contracts/shared';

export { formatDate, formatDateTime } from '@minispod/contracts/jakarta-time';

const TIME_ZONE = 'Asia/Jakarta';
const TAGS: Record<Locale, string> = { id: 'id-ID', en: 'en-GB' };

/** `14.30.05 WIB`, for steps that take seconds. */
export function formatClock(iso: string, locale: Locale): string {
  const time = new Intl.DateTimeFormat(TAGS[locale], { timeStyle: 'medium', timeZone: TIME_ZONE }).format(
    new Date(iso),
  );
  return `${time} WIB`;
}

const UNITS = {
  id: { hour: 'j', minute: 'mnt', second: 'dtk' },
  en: { hour: 'h', minute: 'min', second: 's' },
} as const;

/** How long, in its two largest units: `45 s`, `1 min 20 s`, `2 h 5 min`. Takes milliseconds; negative reads as zero. */
export function formatDuration(milliseconds: number, locale: Locale): string {
  const unit = UNITS[locale];
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} ${unit.second}`;
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} ${unit.minute} ${seconds % 60} ${unit.second}`;
  return `${hours} ${unit.hour} ${minutes % 60} ${unit.minute}`;
}

/** `14:59` for a countdown, with hours before it when there are any. Takes milliseconds. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':');
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `3 minutes ago`, `kemarin`. */
export function formatAgo(iso: string, now: number, locale: Locale): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const relative = new Intl.RelativeTimeFormat(TAGS[locale], { numeric: 'auto' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(0, 'second');
}
