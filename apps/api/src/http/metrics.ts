import { createHash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '@minispod/domain/errors';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** `/metrics` beside the API, for whoever brings the token. Without a token it lives on a port of its own instead. */
export function mountMetrics(app: FastifyInstance, metrics: Registry, token: string): void {
  const expected = digest(`Bearer ${token}`);
  app.get('/metrics', async (request, reply) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
      throw new DomainError('UNAUTHORIZED', 'Metrics need their token');
    }
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}
