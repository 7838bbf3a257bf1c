import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { DomainError } from '@minispod/domain/errors';
import type { Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../trpc/context.js';
import { identify } from './request-context.js';

const PATH = '/ops/queues';

/** Bull Board, for administrators with the session they have in the console. */
export function mountQueueBoard(app: FastifyInstance, services: Services, queues: Queue[]): void {
  const board = new FastifyAdapter();
  board.setBasePath(PATH);
  createBullBoard({ queues: queues.map((queue) => new BullMQAdapter(queue)), serverAdapter: board });

  app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      const session = await identify(services, request);
      if (!session) throw new DomainError('UNAUTHORIZED', 'Please log in');
      if (session.role === 'USER') throw new DomainError('FORBIDDEN', 'This is for administrators');
      request.noted.userId = session.userId;
    });
    await scope.register(board.registerPlugin(), { prefix: PATH });
  });
}
