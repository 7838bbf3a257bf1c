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

/** `14.30`, below a chart. Takes milliseconds. */
export function formatHour(time: number, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], { timeStyle: 'short', timeZone: TIME_ZONE }).format(time);
}

/** `12 Feb`, below a chart. Takes milliseconds. */
export function formatDay(time: number, locale: Locale): string {
  const style = { day: 'numeric', month: 'short', timeZone: TIME_ZONE } as const;
  return new Intl.DateTimeFormat(TAGS[locale], style).format(time);
}

const UNITS = {
  id: { day: 'hr', hour: 'j', minute: 'mnt', second: 'dtk' },
  en: { day: 'd', hour: 'h', minute: 'min', second: 's' },
} as const;

/** How long, in its two largest units: `45 s`, `1 min 20 s`, `2 h 5 min`, `3 d 4 h`. Takes milliseconds; negative reads as zero. */
export function formatDuration(milliseconds: number, locale: Locale): string {
  const unit = UNITS[locale];
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} ${unit.second}`;
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} ${unit.minute} ${seconds % 60} ${unit.second}`;
  const days = Math.floor(hours / 24);
  if (days === 0) return `${hours} ${unit.hour} ${minutes % 60} ${unit.minute}`;
  return `${days} ${unit.day} ${hours % 24} ${unit.hour}`;
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
