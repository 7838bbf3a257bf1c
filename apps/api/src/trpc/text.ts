import { DomainError } from '@minispod/domain/errors';

/** Deeper than any input of ours; also bounds the recursion below. */
const MAX_DEPTH = 16;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Refuses what PostgreSQL cannot hold in text or JSON, NUL and half surrogate pairs, before any parser sees it: such a value
 * would otherwise pass every length check and fail in the middle of a transaction. A field called `__proto__` is refused as
 * well, as REST does: an object's copy would lose it without a word. Throws VALIDATION_ERROR.
 */
export function refuseUnreadableText(input: unknown): void {
  const fault = findFault(input, [], MAX_DEPTH);
  if (!fault) return;
  const [path, reason] = fault;
  throw new DomainError('VALIDATION_ERROR', 'The input is not valid', {
    [path.join('.') || 'input']: reason,
  });
}

function findFault(value: unknown, path: string[], depth: number): [string[], string] | null {
  if (typeof value === 'string') {
    if (value.includes('\0')) return [path, 'Contains a NUL character'];
    return LONE_SURROGATE.test(value) ? [path, 'Is not valid Unicode'] : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth === 0) return [path.slice(0, 1), 'Is nested too deeply'];
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') return [[...path, key], 'Unknown field'];
    if (findFault(key, path, depth)) return [path, 'Has a field whose name is not readable'];
    const fault = findFault(inner, [...path, key], depth - 1);
    if (fault) return fault;
  }
  return null;
}
