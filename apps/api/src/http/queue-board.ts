import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { DomainError } from '@minispod/domain/errors';
import type { Queue } from 'bullmq';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Services } from '../trpc/context.js';
import { sendFailure } from './envelope.js';
import { identify } from './request-context.js';

const PATH = '/ops/queues';

/** Bull Board, for administrators with the session they have in the console. */
export function mountQueueBoard(app: FastifyInstance, services: Services, queues: Queue[]): void {
  const board = new FastifyAdapter();
  board.setBasePath(PATH);
  createBullBoard({ queues: queues.map((queue) => new BullMQAdapter(queue)), serverAdapter: board });

  app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      try {
        await admit(services, request);
      } catch (error) {
        // Answered here: the board's own error handler makes a 500 of everything.
        sendFailure(error, request, reply);
        return reply;
      }
    });
    await scope.register(board.registerPlugin(), { prefix: PATH });
  });
}

async function admit(services: Services, request: FastifyRequest): Promise<void> {
  const session = await identify(services, request);
  if (!session) throw new DomainError('UNAUTHORIZED', 'Please log in');
  request.noted.userId = session.userId;
  if (session.role === 'USER') throw new DomainError('FORBIDDEN', 'This is for administrators');
}
