import { useEffect, useState } from 'react';
import { useLocale } from '../texts/locale.js';
import { formatRoundRupiah } from './money.js';
import { formatBytes, formatCpu, formatMemory } from './size.js';
import {
  formatAgo,
  formatClock,
  formatDate,
  formatDateTime,
  formatDay,
  formatDuration,
  formatHour,
} from './time.js';

/** The formatters in the reader's language. */
export function useFormat() {
  const locale = useLocale();
  return {
    locale,
    date: (iso: string) => formatDate(iso, locale),
    dateTime: (iso: string) => formatDateTime(iso, locale),
    clock: (iso: string) => formatClock(iso, locale),
    ago: (iso: string, now: number) => formatAgo(iso, now, locale),
    duration: (milliseconds: number) => formatDuration(milliseconds, locale),
    hour: (time: number) => formatHour(time, locale),
    day: (time: number) => formatDay(time, locale),
    bytes: (bytes: number) => formatBytes(bytes, locale),
    cpu: (milli: number) => formatCpu(milli, locale),
    roundRupiah: (amount: number) => formatRoundRupiah(amount, locale),
    memory: (megabytes: number) => formatMemory(megabytes, locale),
  };
}

/** The present moment in milliseconds, renewed every `everyMs` while `ticking`. */
export function useNow(everyMs: number, ticking = true): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, ticking]);
  return now;
}
