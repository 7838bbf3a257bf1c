import { cleanJson } from '@minispod/contracts/clean-text';
import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';

export type Json = Record<string, unknown>;

/** The value as a JSON object; null for anything else, such as the text of a proxy's error page. */
export function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

/** As `asObject`, of an answer that has just arrived: every text in it is one that the database can hold. */
export function asCleanObject(value: unknown): Json | null {
  const object = asObject(value);
  return object && (JSON.parse(cleanJson(JSON.stringify(object))) as Json);
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** `50000.00`, `50000` or the number as whole rupiah; null when it is no such amount. */
export function wholeRupiah(value: unknown): Rupiah | null {
  const whole = /^(\d{1,15})(?:\.0+)?$/.exec(
    typeof value === 'number' ? String(value) : (asText(value) ?? ''),
  )?.[1];
  return whole === undefined ? null : rupiah(Number(whole));
}
