export type Json = Record<string, unknown>;

/** The value as a JSON object; null for anything else, such as the text of a proxy's error page. */
export function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
