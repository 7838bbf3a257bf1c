import type { FastifyInstance } from 'fastify';
import { controlRoutes, TELLING_SCHEMA, type Telling } from '../gateway/control-routes.js';
import { advance, notify, type Sandbox, setStatus } from './payments.js';
import type { Status, Transaction } from './transaction.js';

/** The Midtrans sandbox's words, as far as Tripay can report such a state. */
const OUTCOMES: Readonly<Record<string, Status>> = {
  pending: 'UNPAID',
  settlement: 'PAID',
  deny: 'FAILED',
  failure: 'FAILED',
  expire: 'EXPIRED',
  refund: 'REFUND',
};

interface Command extends Telling {
  outcome?: string;
  gatewayDown?: boolean;
  grossAmount?: string;
}

const COMMAND = {
  type: 'object',
  additionalProperties: false,
  properties: {
    outcome: { type: 'string', enum: Object.keys(OUTCOMES) },
    ...TELLING_SCHEMA,
    gatewayDown: { type: 'boolean' },
    grossAmount: { type: 'string', pattern: '^\\d+\\.00$' },
  },
};

function obey(sandbox: Sandbox, transaction: Transaction, command: Command): void {
  if (command.grossAmount) transaction.reportedAmount = Number(command.grossAmount);
  const status = OUTCOMES[command.outcome ?? ''];
  if (!status) return;
  setStatus(sandbox, transaction, status);
  notify(sandbox, transaction, command);
  if (command.reorder) notify(sandbox, transaction, command, 'UNPAID');
}

/** `/sandbox`: makes happen on demand what Tripay, banks and networks do on their own, in any order. */
export function controlApi(app: FastifyInstance, sandbox: Sandbox): void {
  app.post<{ Params: { ref: string }; Body: Command }>(
    '/sandbox/transactions/:ref',
    { schema: { body: COMMAND } },
    async (request, reply) => {
      const { body } = request;
      if (body.gatewayDown !== undefined) sandbox.faults.down = body.gatewayDown;
      const transaction = sandbox.book.findByAnyName(request.params.ref);
      if (!transaction) return reply.code(404).send({ error: 'no such order' });
      obey(sandbox, transaction, body);
      return { transaction };
    },
  );

  app.get('/sandbox/transactions', async () => {
    advance(sandbox);
    return { items: sandbox.book.list() };
  });

  controlRoutes(app, sandbox, () => {
    sandbox.book.changed();
    advance(sandbox);
  });
}
