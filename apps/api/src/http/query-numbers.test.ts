import type { AnyTRPCProcedure } from '@trpc/server';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { appRouter } from '../router/index.js';
import { numberFields, readNumbers } from './query-numbers.js';

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>,
).map(([path, procedure]) => ({ path, procedure, numbers: [...numberFields(procedure)] }));
const QUERIES = procedures.filter(
  ({ procedure, numbers }) => procedure._def.type === 'query' && numbers.length > 0,
);

/** What the procedure says of this field, given nothing else. */
function refusalOf(procedure: AnyTRPCProcedure, name: string, value: unknown): boolean {
  const [input] = (procedure._def as unknown as { inputs: z.ZodType[] }).inputs;
  const parsed = input?.safeParse({ [name]: value });
  return parsed?.error?.issues.some(({ path }) => path[0] === name) ?? false;
}

test('every list is among them', () => {
  const lists = procedures.filter(({ path }) => path.endsWith('.list'));
  const paged = QUERIES.filter(({ numbers }) => numbers.includes('page') && numbers.includes('limit'));
  expect(paged.length).toBeGreaterThan(15);
  for (const { path, numbers } of lists)
    expect([path, numbers.length > 0 || path === 'admin.fleet.list']).toEqual([path, true]);
});

describe.each(QUERIES)('$path', ({ procedure, numbers }) => {
  test.each(numbers)('takes %s as a number over tRPC and as digits over REST', (name) => {
    for (const coerced of ['1', '', true, null, [], ['1'], '0x1', '1e1', ' 1 ', Number.NaN, 1.5]) {
      expect([coerced, refusalOf(procedure, name, coerced)]).toEqual([coerced, true]);
    }
    expect(refusalOf(procedure, name, 1)).toBe(false);
    const read = (text: unknown) => readNumbers({ [name]: text }, new Set(numbers));
    expect(read('7')).toEqual({ [name]: 7 });
    expect(read('')).toEqual({});
    for (const odd of ['0x1', '1e1', ' 1', '1.0', '-1', '+1', '٣', '1'.repeat(16), ['1', '2']]) {
      expect(read(odd)).toEqual({ [name]: odd });
    }
  });
});
