import { createHash } from 'node:crypto';
import { IdempotencyKey } from '@minispod/database/entities/idempotency-key.entity';
import type { Tx } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';

interface Request {
  userId: string;
  /** The caller's name for this intent; without one every call is a new intent. */
  key: string | undefined;
  operation: string;
  input: unknown;
}

/**
 * Does `work` once per key: the same key with the same input gets the first result again, with other input a CONFLICT.
 * The result commits together with the effect. Requests with one key wait for one another here, whatever else they lock:
 * an administrator's key may come with two customers at once. The caller holds the wallet that it changes, and takes no
 * other one afterwards.
 */
export async function once<T extends object>(
  tx: Tx,
  { userId, key, operation, input }: Request,
  now: Date,
  work: () => Promise<T>,
): Promise<T> {
  if (key === undefined) return work();
  const inputHash = hash(input);
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`request ${userId} ${key}`]);
  const earlier = await tx.findOneBy(IdempotencyKey, { userId, key });
  if (earlier) {
    if (earlier.operation !== operation || earlier.inputHash !== inputHash) {
      throw new DomainError('CONFLICT', 'This idempotency key was used for another request', {
        idempotencyKey: 'Use a new key for a new request',
      });
    }
    return earlier.result as T;
  }
  const result = await work();
  await tx.insert(IdempotencyKey, {
    userId,
    key,
    operation,
    inputHash,
    result: result as Record<string, unknown>,
    createdAt: now,
  });
  return result;
}

/** Changes a part of what a key's request is answered with from now on. */
export async function amend(tx: Tx, userId: string, key: string, part: object): Promise<void> {
  await tx.query('UPDATE idempotency_keys SET result = result || $3 WHERE user_id = $1 AND key = $2', [
    userId,
    key,
    JSON.stringify(part),
  ]);
}

/** Forgets a key whose effect was undone, so that the same intent may be tried anew. */
export async function forget(tx: Tx, userId: string, key: string): Promise<void> {
  await tx.delete(IdempotencyKey, { userId, key });
}

/** The same for any order of an object's fields. */
function hash(input: unknown): string {
  const canonical = JSON.stringify(input, (_, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(canonical).digest('hex');
}
