/** Kubernetes quantities from the units that plans are written in. */
export const cpu = (milli: number): string => `${milli}m`;
export const mebibytes = (count: number): string => `${count}Mi`;
export const gibibytes = (count: number): string => `${count}Gi`;

const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['k', 'M', 'G', 'T', 'P', 'E'];

/** GiB of a storage quantity as the API server writes it, rounded up: a volume must never come out smaller. */
export function toGibibytes(quantity: string): number {
  const [, digits = '', suffix = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  const bytes = Number(digits) * factor(suffix);
  if (digits === '' || !Number.isFinite(bytes)) throw new RangeError(`not a storage quantity: ${quantity}`);
  return Math.ceil(bytes / 1024 ** 3);
}

function factor(suffix: string): number {
  if (suffix === '') return 1;
  if (BINARY.includes(suffix)) return 1024 ** (BINARY.indexOf(suffix) + 1);
  if (DECIMAL.includes(suffix)) return 1000 ** (DECIMAL.indexOf(suffix) + 1);
  return Number.NaN;
}
