import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import qrcode from 'qrcode';
import { neverAnswer } from '../gateway/faults.js';
import { type Json, object, text } from '../gateway/json.js';
import { chargeAnswer, money, statusAnswer } from './answers.js';
import {
  type Method,
  maskCard,
  methodByPaymentType,
  TEST_CARDS,
  type TestCard,
  testCard,
} from './methods.js';
import { notificationUrls } from './notification-urls.js';
import { type Order, validateOrder } from './order-rules.js';
import type { Sandbox, Start } from './payments.js';
import { change, decideCard, knownOrder, methodOf, refund, startPayment } from './payments.js';
import { parseGatewayTime } from './time.js';
import { amountLeft, type Begun, idIsTaken, mayBecome } from './transaction.js';

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY_MS,
};

/** Core's refusals: HTTP 200, the code in the body. Words of https://docs.midtrans.com/reference/code-4xx. */
const refuse = (status_code: string, status_message: string, more: Json = {}) => ({
  status_code,
  status_message,
  id: randomUUID(),
  ...more,
});
const invalid = (messages: string[]) =>
  refuse('400', 'One or more parameters in the payload is invalid.', { validation_messages: messages });
const unknownOrder = () => refuse('404', "Transaction doesn't exist.");
const cannotChange = () => refuse('412', 'Merchant cannot modify the status of the transaction');
const conflict = (text: string) => refuse('406', text);
const TAKEN =
  'The request could not be completed due to a conflict with the current state of the target resource, please try again';

/** `custom_expiry` as the moment it ends; undefined when absent, null when it makes no sense (under 20 s). */
function customExpiry(body: Json, now: Date): Date | null | undefined {
  if (body.custom_expiry === undefined) return undefined;
  const asked = object(body.custom_expiry);
  const unit = UNIT_MS[text(asked.unit) ?? 'minute'];
  const from = text(asked.order_time) ? parseGatewayTime(String(asked.order_time)) : now;
  if (!unit || !from || typeof asked.expiry_duration !== 'number') return null;
  const duration = unit * asked.expiry_duration;
  return duration < 20_000 ? null : new Date(from.getTime() + duration);
}

/** A card token names its card by the masked number; every test card's is unique. */
function cardOf(body: Json): TestCard | undefined {
  const token = text(object(body.credit_card).token_id);
  const card = TEST_CARDS.find(({ number }) => token?.startsWith(`${maskCard(number)}-`));
  return card && { ...card, secure: card.secure && object(body.credit_card).authentication === true };
}

function readCharge(
  body: Json,
  now: Date,
): { order: Order; method: Method; start: Start } | { refusal: Json } {
  const order = validateOrder(body);
  if ('errors' in order) return { refusal: invalid(order.errors) };
  const method = methodByPaymentType(text(body.payment_type) ?? '', text(object(body.bank_transfer).bank));
  if (!method) return { refusal: refuse('402', 'Payment channel is not activated.') };
  const expiresAt = customExpiry(body, now);
  if (expiresAt === null) return { refusal: invalid(['custom_expiry is invalid']) };
  const card = method.kind === 'card' ? cardOf(body) : undefined;
  if (method.kind === 'card' && !card) return { refusal: refuse('411', 'Credit card token is invalid.') };
  return { order, method, start: { ...(expiresAt && { expiresAt }), ...(card && { card }) } };
}

function charge(sandbox: Sandbox, request: FastifyRequest, defaultUrl: string): Json {
  const now = sandbox.clock.now();
  const read = readCharge(object(request.body), now);
  if ('refusal' in read) return read.refusal;
  const { order, method, start } = read;
  if (idIsTaken(sandbox.book.find(order.orderId))) return conflict(TAKEN);
  const transaction = {
    ...order,
    createdAt: now.toISOString(),
    notificationUrls: notificationUrls(request.headers, defaultUrl),
    snap: null,
    payment: null,
  };
  sandbox.book.add(transaction);
  const begun = startPayment(sandbox, transaction, method, start);
  if (begun.payment.card && !begun.payment.card.secure) decideCard(sandbox, begun);
  const origin = `${request.protocol}://${request.host}`;
  return chargeAnswer(begun, origin, `${origin}/simulator/${order.orderId}`);
}

type Operation = (sandbox: Sandbox, order: Begun, body: Json) => Json;

/** The answer of an operation is the status answer, said in the operation's own words. */
const say = (sandbox: Sandbox, order: Begun, code: string, message: string, more: Json = {}) => ({
  ...statusAnswer(order, sandbox.serverKey),
  status_code: code,
  status_message: message,
  ...more,
});

function refundOperation(sandbox: Sandbox, order: Begun, body: Json): Json {
  const { payment } = order;
  const rule = methodOf(payment)?.refunds ?? 'none';
  if (rule === 'none' || !mayBecome(payment, 'refund')) return cannotChange();
  const left = amountLeft(payment);
  const amount = body.amount ?? left;
  const key = text(body.refund_key) ?? randomUUID();
  if (payment.refunds.some((former) => former.key === key)) return conflict('Duplicate refund ID');
  const valid = typeof amount === 'number' && Number.isSafeInteger(amount) && amount > 0 && amount <= left;
  if (!valid || (rule === 'full' && amount !== left)) return refuse('414', 'Refund amount is invalid.');
  refund(sandbox, order, { key, amount, reason: text(body.reason) ?? '' });
  return say(sandbox, order, '200', 'Success, refund request is approved', {
    refund_chargeback_id: payment.refunds.length,
    refund_amount: money(amount),
    refund_key: key,
  });
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  cancel(sandbox, order) {
    if (!mayBecome(order.payment, 'cancel')) return cannotChange();
    change(sandbox, order, 'cancel');
    return say(sandbox, order, '200', 'Success, transaction is canceled');
  },
  expire(sandbox, order) {
    if (!mayBecome(order.payment, 'expire')) return cannotChange();
    change(sandbox, order, 'expire');
    return say(sandbox, order, '407', 'Success, transaction has expired');
  },
  approve(sandbox, order) {
    if (order.payment.fraud !== 'challenge') return cannotChange();
    change(sandbox, order, 'capture');
    return say(sandbox, order, '200', 'Success, transaction is approved');
  },
  deny(sandbox, order) {
    if (order.payment.fraud !== 'challenge') return cannotChange();
    change(sandbox, order, 'deny', 'deny');
    return say(sandbox, order, '200', 'Success, transaction is denied');
  },
  refund: refundOperation,
};

/** `/v2`: HTTP 200 with the outcome in the body's `status_code`, as documented; only a wrong key is a real 401. */
export function coreApi(app: FastifyInstance, sandbox: Sandbox, defaultUrl: string): void {
  app.post('/v2/charge', async (request, reply): Promise<Json | FastifyReply> => {
    const answer = charge(sandbox, request, defaultUrl);
    if (sandbox.faults.timeoutAfterCreating > 0 && 'transaction_id' in answer) {
      sandbox.faults.timeoutAfterCreating -= 1;
      return neverAnswer(reply);
    }
    return answer;
  });

  app.get<{ Params: { id: string } }>('/v2/:id/status', async (request) => {
    const order = knownOrder(sandbox, request.params.id);
    return order ? statusAnswer(order, sandbox.serverKey, sandbox.faults.statusAnswers) : unknownOrder();
  });

  for (const [name, operation] of Object.entries(OPERATIONS)) {
    app.post<{ Params: { id: string } }>(
      `/v2/:id/${name}`,
      async (request, reply): Promise<Json | FastifyReply> => {
        const order = knownOrder(sandbox, request.params.id);
        const answer = order ? operation(sandbox, order, object(request.body)) : unknownOrder();
        if (sandbox.faults.timeoutAfterRefund > 0 && 'refund_key' in answer) {
          sandbox.faults.timeoutAfterRefund -= 1;
          return neverAnswer(reply);
        }
        return answer;
      },
    );
  }
}

/** What browsers and wallets ask for without the server key: a token for a card's number, and the picture of a code. */
export function publicApi(app: FastifyInstance, sandbox: Sandbox): void {
  app.get<{ Querystring: Record<string, string> }>('/v2/token', async (request) => {
    const number = request.query.card_number ?? '';
    if (!testCard(number)) return invalid(['card_number is not a test card']);
    return {
      status_code: '200',
      status_message: 'Credit card token is created as Token ID.',
      token_id: `${maskCard(number)}-${randomUUID()}`,
    };
  });

  app.get<{ Params: { id: string } }>('/v2/qris/:id/qr-code', async (request, reply) => {
    const code = sandbox.book.find(request.params.id)?.payment?.qrString;
    if (!code) return reply.code(404).send(unknownOrder());
    return reply.type('image/png').send(await qrcode.toBuffer(code, { width: 512 }));
  });
}
