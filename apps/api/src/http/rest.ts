import { RequestIdSchema } from '@minispod/contracts/shared';
import { DomainError } from '@minispod/domain/errors';
import { type AnyTRPCProcedure, callTRPCProcedure } from '@trpc/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { appRouter } from '../router/index.js';
import type { Services } from '../trpc/context.js';
import type { Meta } from '../trpc/procedures.js';
import { success } from './envelope.js';
import { numberFields, readNumbers } from './query-numbers.js';
import { requestContext } from './request-context.js';

/** By dotted path: tRPC keeps them flat, its type says nested. */
const procedures = appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>;

/**
 * Serves every procedure that names a REST path, in the envelope. The paths and the document are trpc-to-openapi's
 * convention; its own HTTP handler is not used, because it knows neither our envelope nor our errors, takes unknown query
 * fields, and relaxes the schemas it shares with `/trpc`.
 */
export function mountRest(app: FastifyInstance, services: Services): void {
  for (const [path, procedure] of Object.entries(procedures)) {
    const { openapi, status = 200, kept } = (procedure._def.meta ?? {}) as Meta;
    if (!openapi) continue;

    const numbers = numberFields(procedure);
    const call = async (request: FastifyRequest, reply: FastifyReply) => {
      const input = inputOf(request, numbers);
      const data = await callTRPCProcedure({
        router: appRouter,
        path,
        type: procedure._def.type,
        ctx: requestContext(services, request, reply, {
          cookies: false,
          idempotencyKey: idempotencyKeyOf(request),
        }),
        getRawInput: async () => input,
        signal: undefined,
        batchIndex: 0,
      });
      return success(data, services.clock.now());
    };

    app.route({
      method: openapi.method,
      url: `/api${openapi.path.replace(/\{(\w+)\}/g, ':$1')}`,
      // What a procedure answers may be about a person; what is kept is the same for everybody.
      async onRequest(_, reply) {
        if (!kept) reply.header('cache-control', 'private, no-store');
      },
      async handler(request, reply) {
        if (!kept) return reply.code(status).send(await call(request, reply));
        const { answers } = services;
        const bytes =
          answers.peek(request.url) ??
          (await answers.get(request.url, async () =>
            Buffer.from(JSON.stringify(await call(request, reply))),
          ));
        return reply.type('application/json; charset=utf-8').send(bytes);
      },
    });
  }
}

/**
 * One object out of path, query and body. A field may come from its own place alone; elsewhere it is unknown. DELETE takes
 * both: what is removed how is a query to some, and what somebody typed to confirm it is a body to others.
 */
function inputOf(request: FastifyRequest, numbers: ReadonlySet<string>): object {
  const parameters = request.params as object;
  const query = readNumbers(request.query as Record<string, unknown>, numbers);
  const body = request.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw new DomainError('VALIDATION_ERROR', 'The input is not valid', { body: 'Must be an object' });
  }
  const isDelete = request.method === 'DELETE';
  const fromBody = request.method === 'GET' ? {} : body;
  const fromQuery = request.method === 'GET' || isDelete ? query : {};
  const given = [...Object.keys(query), ...Object.keys(body), ...Object.keys(parameters)];
  const misplaced = [
    ...Object.keys(request.method === 'GET' ? body : isDelete ? {} : query),
    ...given.filter((name, index) => given.indexOf(name) !== index),
  ];
  if (misplaced.length > 0) {
    const details = Object.fromEntries(misplaced.map((name) => [name, 'Unknown field']));
    throw new DomainError('VALIDATION_ERROR', 'The input is not valid', details);
  }
  return { ...fromQuery, ...fromBody, ...parameters };
}

function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const parsed = RequestIdSchema.safeParse(header);
  if (parsed.success) return parsed.data;
  throw new DomainError('VALIDATION_ERROR', 'The input is not valid', {
    'Idempotency-Key': parsed.error.issues.map((issue) => issue.message).join('; '),
  });
}
