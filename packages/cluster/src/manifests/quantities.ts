/** Kubernetes quantities from the units that plans are written in. */
export const cpu = (milli: number): string => `${milli}m`;
export const mebibytes = (count: number): string => `${count}Mi`;
export const gibibytes = (count: number): string => `${count}Gi`;

const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['k', 'M', 'G', 'T', 'P', 'E'];
/** As metrics come: 12345678n is 12 millicores. */
const FRACTIONS = ['m', 'u', 'n'];

/** GiB of a storage quantity as the API server writes it, rounded up: a volume must never come out smaller. */
export function toGibibytes(quantity: string): number {
  return Math.ceil(amount(quantity) / 1024 ** 3);
}

/** Whole bytes. */
export function toBytes(quantity: string): number {
  return amount(quantity);
}

/** MiB of a quantity of memory, not rounded. */
export function toMebibytes(quantity: string): number {
  return amount(quantity) / 1024 ** 2;
}

/** Millicores of a quantity of processor, not rounded: `2`, `250m`, and the nanocores of measurements (`1234567n`). */
export function toMillicores(quantity: string): number {
  const small = { n: 1e-6, u: 1e-3, m: 1 }[quantity.slice(-1)];
  return small === undefined ? amount(quantity) * 1_000 : amount(quantity.slice(0, -1)) * small;
}

/** In whole units: bytes, or processors. */
function amount(quantity: string): number {
  const [, digits = '', suffix = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  const units = Number(digits) * factor(suffix);
  if (digits === '' || !Number.isFinite(units)) throw new RangeError(`not a quantity: ${quantity}`);
  return units;
}

function factor(suffix: string): number {
  if (suffix === '') return 1;
  if (BINARY.includes(suffix)) return 1024 ** (BINARY.indexOf(suffix) + 1);
  if (DECIMAL.includes(suffix)) return 1000 ** (DECIMAL.indexOf(suffix) + 1);
  if (FRACTIONS.includes(suffix)) return 1000 ** -(FRACTIONS.indexOf(suffix) + 1);
  return Number.NaN;
}
