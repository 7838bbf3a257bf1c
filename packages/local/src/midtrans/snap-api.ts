import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { neverAnswer } from '../gateway/faults.js';
import { type Json, object, text } from '../gateway/json.js';
import { METHODS, methodByCode } from './methods.js';
import { notificationUrls } from './notification-urls.js';
import { validateOrder } from './order-rules.js';
import type { Sandbox } from './payments.js';
import { parseGatewayTime } from './time.js';
import { idIsTaken, type SnapPage } from './transaction.js';

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: DAY_MS };
const ALIASES: Readonly<Record<string, string>> = { bank_transfer: '_va' };

/** `{unit, duration}` in milliseconds; null when it is no duration. */
function durationMs(window: Json): number | null {
  const unit = UNIT_MS[text(window.unit)?.replace(/s$/, '') ?? ''];
  return unit && typeof window.duration === 'number' ? unit * window.duration : null;
}

function enabledMethods(asked: unknown): { codes: string[]; unknown: string[] } {
  if (!Array.isArray(asked) || asked.length === 0)
    return { codes: METHODS.map(({ code }) => code), unknown: [] };
  const codes = asked.flatMap((code) => {
    const suffix = ALIASES[String(code)];
    return suffix
      ? METHODS.filter((method) => method.code.endsWith(suffix)).map((method) => method.code)
      : String(code);
  });
  return { codes, unknown: codes.filter((code) => !methodByCode(code)) };
}

/** The page asked for, or why not. Documented words where they are known: https://docs.midtrans.com/reference/sample-response. */
function readPage(body: Json, now: Date): { page: SnapPage } | { errors: string[] } {
  const errors: string[] = [];
  const { codes, unknown } = enabledMethods(body.enabled_payments);
  // Stricter than the real page, which hides what it does not know: a wrong code should not stay unseen here.
  if (unknown.length > 0)
    errors.push(`enabled_payments contains an unknown payment type: ${unknown.join(', ')}`);
  let expiry: SnapPage['expiry'] = null;
  if (body.expiry !== undefined) {
    const window = object(body.expiry);
    const duration = durationMs(window);
    const startTime = text(window.start_time);
    const startAt = startTime ? parseGatewayTime(startTime) : null;
    if (duration === null) errors.push('expiry.duration or expiry.unit is invalid');
    else if (duration < 20_000) errors.push('expiry duration must be at least 20 seconds');
    else expiry = { startAt: startAt?.toISOString() ?? null, durationMs: Math.min(duration, 7 * DAY_MS) };
    if (startTime && !startAt) errors.push('expiry.start_time format is invalid');
  }
  const pageMs = Math.min(durationMs(object(body.page_expiry)) ?? DAY_MS, 7 * DAY_MS);
  if (errors.length > 0) return { errors };
  return {
    page: {
      token: randomUUID(),
      enabled: codes,
      pageExpiresAt: new Date(now.getTime() + pageMs).toISOString(),
      expiry,
      finishUrl: text(object(body.callbacks).finish) ?? null,
      canceledAt: null,
    },
  };
}

const TAKEN = 'transaction_details.order_id has been paid and utilized, please use another order ID';

function create(sandbox: Sandbox, request: FastifyRequest, defaultUrl: string) {
  const body = object(request.body);
  const order = validateOrder(body);
  if ('errors' in order) return order;
  if (idIsTaken(sandbox.book.find(order.orderId))) return { errors: [TAKEN] };
  const now = sandbox.clock.now();
  const read = readPage(body, now);
  if ('errors' in read) return read;
  sandbox.book.add({
    ...order,
    createdAt: now.toISOString(),
    notificationUrls: notificationUrls(request.headers, defaultUrl),
    snap: read.page,
    payment: null,
  });
  sandbox.log.info({ orderId: order.orderId, amount: order.amount }, 'payment page opened');
  return read.page;
}

/** `POST /snap/v1/transactions` and the cancelling of a page. */
export function snapApi(app: FastifyInstance, sandbox: Sandbox, defaultUrl: string): void {
  app.post('/snap/v1/transactions', async (request, reply) => {
    const created = create(sandbox, request, defaultUrl);
    if ('errors' in created) return reply.code(400).send({ error_messages: created.errors });
    if (sandbox.faults.timeoutAfterCreating > 0) {
      sandbox.faults.timeoutAfterCreating -= 1;
      return neverAnswer(reply);
    }
    const redirectUrl = `${request.protocol}://${request.host}/snap/v4/redirection/${created.token}`;
    return reply.code(201).send({ token: created.token, redirect_url: redirectUrl });
  });

  app.post<{ Params: { token: string } }>('/snap/v1/transactions/:token/cancel', async (request, reply) => {
    const transaction = sandbox.book.findByToken(request.params.token);
    if (!transaction?.snap) return reply.code(404).send({ error_messages: ['token not found'] });
    const { snap } = transaction;
    if (snap.canceledAt) return reply.code(400).send({ error_messages: ['token already canceled'] });
    if (transaction.payment) return reply.code(400).send({ error_messages: ['Transaction is on progress'] });
    snap.canceledAt = sandbox.clock.now().toISOString();
    sandbox.book.changed(transaction);
    return { canceled_at: snap.canceledAt };
  });
}
