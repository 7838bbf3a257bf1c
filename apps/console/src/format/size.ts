import type { Locale } from '@minispod/contracts/shared';

const decimal = (value: number, locale: Locale) =>
  new Intl.NumberFormat(locale === 'id' ? 'id-ID' : 'en-GB', { maximumFractionDigits: 2 }).format(value);

/** Takes millicores. */
export function formatCpu(milli: number, locale: Locale): string {
  return `${decimal(milli / 1000, locale)} vCPU`;
}

/** Takes MiB, as Kubernetes counts them. */
export function formatMemory(megabytes: number, locale: Locale): string {
  return megabytes >= 1024 ? `${decimal(megabytes / 1024, locale)} GB` : `${megabytes} MB`;
}

/** Takes GiB. */
export function formatStorage(gigabytes: number): string {
  return `${gigabytes} GB`;
}
