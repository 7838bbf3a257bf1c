import type { FastifyInstance } from 'fastify';
import { controlRoutes, TELLING_SCHEMA, type Telling } from '../gateway/control-routes.js';
import { METHODS, type Method, TEST_CARDS } from './methods.js';
import type { Sandbox } from './payments.js';
import { advance, chargeBack, notify, refund, setStatus, startPayment } from './payments.js';
import {
  amountLeft,
  type Begun,
  type Fraud,
  hasPayment,
  type Status,
  type Transaction,
} from './transaction.js';

/** Every state Midtrans can report, whether or not it may follow the present one. */
const OUTCOMES: Readonly<Record<string, { status: Status; fraud: Fraud }>> = {
  pending: { status: 'pending', fraud: 'accept' },
  authorize: { status: 'authorize', fraud: 'accept' },
  capture: { status: 'capture', fraud: 'accept' },
  challenge: { status: 'capture', fraud: 'challenge' },
  settlement: { status: 'settlement', fraud: 'accept' },
  deny: { status: 'deny', fraud: 'deny' },
  cancel: { status: 'cancel', fraud: 'accept' },
  expire: { status: 'expire', fraud: 'accept' },
  failure: { status: 'failure', fraud: 'accept' },
  refund: { status: 'refund', fraud: 'accept' },
  partial_refund: { status: 'partial_refund', fraud: 'accept' },
  chargeback: { status: 'chargeback', fraud: 'accept' },
  partial_chargeback: { status: 'partial_chargeback', fraud: 'accept' },
};

interface Command extends Telling {
  outcome?: string;
  gatewayDown?: boolean;
  paymentType?: string;
  grossAmount?: string;
  /** Of a refund or chargeback, whole rupiah; absent: all that is left, or half of it for a partial one. */
  refundAmount?: number;
  refundKey?: string;
}

const COMMAND = {
  type: 'object',
  additionalProperties: false,
  properties: {
    outcome: { type: 'string', enum: Object.keys(OUTCOMES) },
    ...TELLING_SCHEMA,
    gatewayDown: { type: 'boolean' },
    paymentType: {
      type: 'string',
      enum: [...new Set(METHODS.flatMap(({ code, paymentType }) => [code, paymentType]))],
    },
    grossAmount: { type: 'string', pattern: '^\\d+\\.\\d{2}$' },
    refundAmount: { type: 'integer', minimum: 1 },
    refundKey: { type: 'string', minLength: 1, maxLength: 50 },
  },
};

function pickMethod(transaction: Transaction, command: Command): Method | undefined {
  const enabled = METHODS.filter(({ code }) => transaction.snap?.enabled.includes(code) ?? true);
  const asked = command.paymentType;
  if (asked) return METHODS.find(({ code, paymentType }) => code === asked || paymentType === asked);
  const needsCard = command.outcome === 'capture' || command.outcome === 'challenge';
  return enabled.find(({ kind }) => !needsCard || kind === 'card') ?? enabled[0];
}

/** The payment to act on: begun with some method, without a word to anybody, where the payer had chosen none. */
function begin(sandbox: Sandbox, transaction: Transaction, command: Command): Begun | undefined {
  if (hasPayment(transaction)) return transaction;
  const method = pickMethod(transaction, command);
  const card = method?.kind === 'card' ? TEST_CARDS[0] : undefined;
  return method && startPayment(sandbox, transaction, method, { silent: true, ...(card && { card }) });
}

function obey(sandbox: Sandbox, transaction: Begun, command: Command): void {
  const { payment } = transaction;
  if (command.grossAmount) payment.grossAmount = command.grossAmount;
  const outcome = OUTCOMES[command.outcome ?? ''];
  if (!outcome) return;
  const { notify: copies = 1, delayMs = 0, forged = false } = command;
  const how = { copies, delayMs, forged };
  const left = amountLeft(payment);
  const amount = command.refundAmount ?? (outcome.status.startsWith('partial') ? Math.ceil(left / 2) : left);
  if (outcome.status.endsWith('refund')) {
    const key = command.refundKey ?? `control-${payment.refunds.length + 1}`;
    refund(sandbox, transaction, { key, amount, reason: '' }, how);
  } else if (outcome.status.endsWith('chargeback')) {
    chargeBack(sandbox, transaction, amount, how);
  } else {
    setStatus(sandbox, transaction, outcome.status, outcome.fraud);
    notify(sandbox, transaction, how);
  }
  if (command.reorder) notify(sandbox, transaction, how, { status: 'pending', fraud: 'accept' });
}

/**
 * `/sandbox`: makes happen on demand what Midtrans, banks and networks do on their own. An outcome is set even where
 * the documented transitions forbid it, because some were seen all the same.
 */
export function controlApi(app: FastifyInstance, sandbox: Sandbox): void {
  app.post<{ Params: { orderId: string }; Body: Command }>(
    '/sandbox/transactions/:orderId',
    { schema: { body: COMMAND } },
    async (request, reply) => {
      const { body } = request;
      if (body.gatewayDown !== undefined) sandbox.faults.down = body.gatewayDown;
      const found = sandbox.book.find(request.params.orderId);
      if (!found) return reply.code(404).send({ error: 'no such order' });
      const transaction = body.outcome || body.paymentType ? begin(sandbox, found, body) : found;
      if (!transaction) return reply.code(409).send({ error: 'the page enables no method for that' });
      if (hasPayment(transaction)) obey(sandbox, transaction, body);
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
