import { z } from 'zod';

/** ISO 8601, UTC. */
export const TimeSchema = z.iso.datetime();
export const IdSchema = z.uuid();

/** Numbers are numbers here; the text of a REST query is read as one before, by one rule for every procedure. */
export const PageInput = z.strictObject({
  page: z.int().min(1).max(1_000_000).default(1),
  limit: z.int().min(1).max(100).default(20),
});

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    page: z.number().int(),
    limit: z.number().int(),
    total: z.number().int(),
  });
}

export interface List<T> {
  items: T[];
  page: number;
  limit: number;
  total: number;
}

/** Characters of a request id. */
export const REQUEST_ID_LENGTH = { min: 8, max: 128 } as const;

/**
 * Names one intent of the customer. Retrying with the same id and the same input answers the first answer again; with
 * other input it is a CONFLICT. REST carries it in the `Idempotency-Key` header.
 */
export const RequestIdSchema = z
  .string()
  .min(REQUEST_ID_LENGTH.min)
  .max(REQUEST_ID_LENGTH.max)
  .regex(/^[\x21-\x7e]+$/, 'printable characters without spaces');

export const LOCALES = ['id', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const StatusChange = z.object({
  from: z.string().nullable(),
  to: z.string(),
  reason: z.string().nullable(),
  actor: z.string(),
  at: TimeSchema,
});
export type StatusChange = z.infer<typeof StatusChange>;
