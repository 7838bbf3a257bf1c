import type { AnyTRPCProcedure } from '@trpc/server';
import type { z } from 'zod';
import { appRouter } from '../router/index.js';
import type { Meta } from '../trpc/procedures.js';

type Input = z.ZodObject | z.ZodOptional<z.ZodObject>;

/** Every procedure there is, with the fields it takes: a new one is judged without being listed. */
export const PROCEDURES = Object.entries(
  appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>,
).map(([path, { _def }]) => {
  const [input] = (_def as unknown as { inputs: [Input] }).inputs;
  const { shape } = 'unwrap' in input ? input.unwrap() : input;
  return { path, type: _def.type, fields: Object.keys(shape), ...((_def.meta ?? {}) as Meta) };
});

/** Those that REST has as well. */
export const REST = PROCEDURES.flatMap(({ path, openapi }) => (openapi ? [{ name: path, ...openapi }] : []));
