import type { AnyTRPCProcedure } from '@trpc/server';
import { appRouter } from '../router/index.js';
import type { Meta } from '../trpc/procedures.js';

/** By dotted path: tRPC keeps them flat, its type says nested. */
export const procedures = appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>;

/** Every procedure with what it says of itself. */
export const all = Object.entries(procedures).map(([path, procedure]) => ({
  path,
  type: procedure._def.type,
  ...((procedure._def.meta ?? {}) as Meta),
}));

/** Those that REST has as well. */
export const rest = all.flatMap(({ path, openapi }) => (openapi ? [{ name: path, ...openapi }] : []));
