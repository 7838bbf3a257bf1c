import type { AnyTRPCProcedure } from '@trpc/server';
import { z } from 'zod';

/** Not past what a number holds exactly. */
const DIGITS = /^\d{1,15}$/;

/** The fields of a procedure's input that are numbers. */
export function numberFields({ _def }: AnyTRPCProcedure): ReadonlySet<string> {
  const { inputs = [] } = _def as unknown as { inputs?: z.ZodType[] };
  const shapes = inputs.map(inner).filter((input) => input instanceof z.ZodObject);
  const fields = shapes.flatMap(({ shape }) => Object.entries(shape));
  return new Set(fields.filter(([, field]) => inner(field) instanceof z.ZodNumber).map(([name]) => name));
}

/** A schema without what makes it optional. */
function inner(schema: unknown): unknown {
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable;
  return isWrapped ? inner(schema.unwrap()) : schema;
}

/**
 * Reads the numbers of a query, which is text, so that procedures need not: decimal digits are a number and nothing at all
 * is an absent field. Any other text stays what it is, and the procedure refuses it.
 */
export function readNumbers(query: Record<string, unknown>, numbers: ReadonlySet<string>): object {
  const read = Object.entries(query).flatMap(([name, value]) => {
    if (!numbers.has(name) || typeof value !== 'string') return [[name, value]];
    if (value === '') return [];
    return [[name, DIGITS.test(value) ? Number(value) : value]];
  });
  return Object.fromEntries(read);
}
