import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import type { FastifyInstance } from 'fastify';
import { type AppRouter, appRouter } from '../router/index.js';
import type { Services } from '../trpc/context.js';
import { toFailure } from '../trpc/errors.js';
import { rateLimitOf } from './envelope.js';
import { requestContext } from './request-context.js';

/** More procedures than a page of the console asks for at once. */
const MAX_BATCH = 30;

/** The console's way in: the same procedures, in batches, and the streams of changes. */
export function mountTrpc(app: FastifyInstance, services: Services): void {
  const trpcOptions: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] = {
    router: appRouter,
    maxBatchSize: MAX_BATCH,
    createContext: ({ req, res }) => requestContext(services, req, res, { cookies: true }),
    responseMeta({ errors }) {
      const limited = errors.map(rateLimitOf).find((limit) => limit !== null);
      return {
        headers: {
          'cache-control': 'no-store',
          ...(limited && { 'retry-after': String(limited.retryAfterSeconds) }),
        },
      };
    },
    onError({ error, path, req }) {
      const { code, message } = toFailure(error);
      if (code === 'INTERNAL') req.log.error({ err: error, requestId: req.id, path }, message);
      else if (code === 'UNAVAILABLE') req.log.warn({ err: error, requestId: req.id, path }, message);
    },
  };
  app.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions });
}
