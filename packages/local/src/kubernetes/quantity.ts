const SUFFIXES: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/;
const BINARY = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'] as const;
const DECIMAL = ['E', 'P', 'T', 'G', 'M', 'k'] as const;

/**
 * A quantity in its base unit (cores, bytes, pieces), or undefined when it is not one.
 * Syntax: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: unknown): number | undefined {
  const match = QUANTITY.exec(String(text));
  if (!match) return undefined;
  const scale = match[3] === undefined ? (SUFFIXES[match[2] ?? ''] ?? 1) : 10 ** Number(match[3]);
  // Thousandths are the finest step that anything here uses; rounding there undoes the binary fraction's error.
  const value = Number(match[1]) * scale;
  return Math.abs(value) < 1e12 ? Math.round(value * 1000) / 1000 : value;
}

/** The base unit's number as the API server would print it: `500m`, `2`, `1536Mi`, `3G`. */
export function formatQuantity(value: number, family: 'binary' | 'decimal' = 'decimal'): string {
  if (value === 0) return '0';
  if (!Number.isInteger(value)) return `${Math.ceil(value * 1000 - 1e-6)}m`;
  for (const suffix of family === 'binary' ? BINARY : DECIMAL) {
    const scale = SUFFIXES[suffix] ?? 1;
    if (value % scale === 0) return `${value / scale}${suffix}`;
  }
  return String(value);
}

/** `1000m` → `1`, `1024Mi` → `1Gi`: what a client reads back after writing; not-a-quantity is left for validation. */
export function canonicalQuantity(text: unknown): string {
  const value = parseQuantity(text);
  if (value === undefined) return String(text);
  return formatQuantity(value, /i$/.test(String(text)) ? 'binary' : 'decimal');
}
