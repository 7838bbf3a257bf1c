import type { Locale } from '@minispod/contracts/shared';

const decimal = (value: number, locale: Locale) =>
  new Intl.NumberFormat(locale === 'id' ? 'id-ID' : 'en-GB', { maximumFractionDigits: 2 }).format(value);

/** Takes millicores. */
export function formatCpu(milli: number, locale: Locale): string {
  return `${decimal(milli / 1000, locale)} vCPU`;
}

/** Takes bytes: `812 kB`, `1,4 GB`. */
export function formatBytes(bytes: number, locale: Locale): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)), units.length - 1);
  const value = bytes / 1000 ** power;
  const digits = value < 10 && power > 0 ? 1 : 0;
  const text = new Intl.NumberFormat(locale === 'id' ? 'id-ID' : 'en-GB', {
    maximumFractionDigits: digits,
  }).format(value);
  return `${text} ${units[power]}`;
}

/** Takes MiB, as Kubernetes counts them. */
export function formatMemory(megabytes: number, locale: Locale): string {
  return megabytes >= 1024 ? `${decimal(megabytes / 1024, locale)} GB` : `${megabytes} MB`;
}

/** Takes GiB. */
export function formatStorage(gigabytes: number): string {
  return `${gigabytes} GB`;
}
