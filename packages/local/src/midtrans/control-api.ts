import type { FastifyInstance } from 'fastify';
import { FAULTS_SCHEMA, type Faults, noFaults } from '../gateway/faults.js';
import type { HowToDeliver } from '../gateway/notifier.js';
import { METHODS, type Method, TEST_CARDS } from './methods.js';
import type { Sandbox } from './payments.js';
import { advance, notify, refund, setStatus, startPayment } from './payments.js';
import {
  type Begun,
  type Fraud,
  hasPayment,
  refundedAmount,
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

interface Command {
  outcome?: string;
  notify?: number;
  delayMs?: number;
  reorder?: boolean;
  gatewayDown?: boolean;
  paymentType?: string;
  grossAmount?: string;
  refundAmount?: number;
}

const COMMAND = {
  type: 'object',
  additionalProperties: false,
  properties: {
    outcome: { type: 'string', enum: Object.keys(OUTCOMES) },
    notify: { type: 'integer', minimum: 0, maximum: 1000 },
    delayMs: { type: 'integer', minimum: 0 },
    reorder: { type: 'boolean' },
    gatewayDown: { type: 'boolean' },
    paymentType: {
      type: 'string',
      enum: [...new Set(METHODS.flatMap(({ code, paymentType }) => [code, paymentType]))],
    },
    grossAmount: { type: 'string', pattern: '^\\d+\\.\\d{2}$' },
    refundAmount: { type: 'integer', minimum: 1 },
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
  const how: HowToDeliver = { copies: command.notify ?? 1, delayMs: command.delayMs ?? 0 };
  if (outcome.status === 'refund' || outcome.status === 'partial_refund') {
    const left = Math.floor(Number(payment.grossAmount)) - refundedAmount(payment);
    const half = Math.ceil(left / 2);
    const amount = command.refundAmount ?? (outcome.status === 'refund' ? left : half);
    const key = `control-${payment.refunds.length + 1}`;
    refund(sandbox, transaction, { key, amount, reason: '' }, how);
    return;
  }
  setStatus(sandbox, transaction, outcome.status, outcome.fraud);
  notify(sandbox, transaction, how);
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

  app.get<{ Querystring: { orderId?: string } }>('/sandbox/notifications', async (request) => {
    const { orderId } = request.query;
    return { items: sandbox.notifier.deliveries.filter((sent) => !orderId || sent.orderId === orderId) };
  });

  app.get('/sandbox/faults', async () => sandbox.faults);
  app.post<{ Body: Partial<Faults> }>(
    '/sandbox/faults',
    { schema: { body: FAULTS_SCHEMA } },
    async (request) => Object.assign(sandbox.faults, request.body),
  );
  app.delete('/sandbox/faults', async () => Object.assign(sandbox.faults, noFaults()));

  const clock = () => ({ now: sandbox.clock.now().toISOString(), offsetMs: sandbox.clock.offsetMs });
  app.get('/sandbox/clock', async () => clock());
  app.post<{ Body: { now?: string; offsetMs?: number } }>(
    '/sandbox/clock',
    {
      schema: {
        body: {
          type: 'object',
          additionalProperties: false,
          minProperties: 1,
          properties: { now: { type: 'string', format: 'date-time' }, offsetMs: { type: 'integer' } },
        },
      },
    },
    async (request) => {
      const { now, offsetMs } = request.body;
      if (now) sandbox.clock.moveTo(new Date(now));
      else sandbox.clock.offsetMs = offsetMs ?? 0;
      sandbox.book.changed();
      advance(sandbox);
      return clock();
    },
  );
}
