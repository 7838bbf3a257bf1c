import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { withTransaction } from '@minispod/database/transaction';
import { recordAction } from '@minispod/domain/audit-log/record';
import { DomainError } from '@minispod/domain/errors';
import type { Queue } from 'bullmq';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../trpc/context.js';
import { sendFailure } from './envelope.js';
import { administratorOf } from './request-context.js';

const PATH = '/ops/queues';
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Bull Board, for administrators with the session they have in the console. What they change there is on record. */
export function mountQueueBoard(app: FastifyInstance, services: Services, queues: Queue[]): void {
  const board = new FastifyAdapter();
  board.setBasePath(PATH);
  createBullBoard({ queues: queues.map((queue) => new BullMQAdapter(queue)), serverAdapter: board });

  app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      try {
        await admit(services, request);
      } catch (error) {
        return refuse(error, request, reply);
      }
    });
    await scope.register(board.registerPlugin(), { prefix: PATH });
  });
}

/**
 * Answered here: the board's own error handler makes a 500 of everything. Whoever opens the page after their session has
 * run out is led to the console, which renews it or asks them to sign in.
 */
function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isPage = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  if (isPage && error instanceof DomainError && error.code === 'UNAUTHORIZED')
    return reply.redirect('/admin/queues');
  sendFailure(error, request, reply);
  return reply;
}

/**
 * Writes what is not a mere look into the audit log before the board does it: the queues are not in our transaction, and an
 * entry too many is better than one too few. Throws UNAUTHORIZED and FORBIDDEN.
 */
async function admit(services: Services, request: FastifyRequest): Promise<void> {
  const { userId } = await administratorOf(services, request);
  const { method, url } = request;
  if (READS.has(method)) return;
  const path = url.slice(PATH.length).split('?', 1)[0] ?? '';
  const queue = /^\/api\/queues\/([^/]+)\/./.exec(path)?.[1] ?? 'all';
  const action = {
    actorId: userId,
    action: 'queue.change',
    subject: 'queue',
    subjectId: decodeURIComponent(queue),
    details: { method, path },
  } as const;
  await withTransaction(services.dataSource, (tx) => recordAction(tx, action, services.clock.now()));
}
