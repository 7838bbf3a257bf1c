import { timingSafeEqual } from 'node:crypto';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { type Logger, pino } from 'pino';
import { SandboxClock } from '../gateway/clock.js';
import { applyFaults, noFaults } from '../gateway/faults.js';
import { Notifier } from '../gateway/notifier.js';
import { TransactionBook } from './book.js';
import { controlApi } from './control-api.js';
import { coreApi, publicApi } from './core-api.js';
import { overviewPage } from './page/overview.js';
import { paymentPage } from './page/routes.js';
import { advance, type Sandbox } from './payments.js';
import { deliveryRules, RETRY_SCHEDULES, type RetryScheduleName } from './retry-schedule.js';
import { settlementDownload } from './settlements.js';
import { snapApi } from './snap-api.js';

export interface MidtransSandboxOptions {
  /** 0: the system chooses. */
  port: number;
  serverKey: string;
  /** Where notifications go, unless a request names another by header. */
  notificationUrl: string;
  /** Where transactions are kept; absent: in memory only. */
  directory?: string;
  merchantName?: string;
  retrySchedule?: RetryScheduleName;
  /** Multiplies the waits between redeliveries; 1 is real time. */
  retryScale?: number;
  now?: () => Date;
  logger?: Logger;
}

const TICK_MS = 500;

function hasServerKey(request: FastifyRequest, serverKey: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const right = Buffer.from(`Basic ${Buffer.from(`${serverKey}:`).toString('base64')}`);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Snap and Core words for an internal error. */
function internalError(request: FastifyRequest): Record<string, unknown> {
  const text = 'Sorry, we encountered internal server error. We will fix this soon.';
  return request.url.startsWith('/snap/')
    ? { error_messages: [text] }
    : { status_code: '500', status_message: text };
}

function unauthorized(request: FastifyRequest): Record<string, unknown> {
  return request.url.startsWith('/snap/')
    ? {
        error_messages: [
          'Access denied due to unauthorized transaction, please check client or server key',
          'Visit https://snap-docs.midtrans.com/#request-headers for more details',
        ],
      }
    : {
        status_code: '401',
        status_message: 'Transaction cannot be authorized with the current client/server key.',
      };
}

/** What merchants call with their server key. Faults come first: a gateway that is down checks no keys. */
async function merchantApi(api: FastifyInstance, sandbox: Sandbox, notificationUrl: string): Promise<void> {
  applyFaults(api, sandbox.faults, internalError);
  api.addHook('onRequest', async (request, reply) => {
    if (!hasServerKey(request, sandbox.serverKey)) return reply.code(401).send(unauthorized(request));
  });
  api.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (!error.statusCode || error.statusCode >= 500) {
      sandbox.log.error({ err: error }, 'request failed');
      return reply.code(500).send(internalError(request));
    }
    // A body that is no JSON or too large: Snap says it by HTTP, Core in its body as 413, "malformed syntax".
    if (request.url.startsWith('/snap/')) return reply.code(400).send({ error_messages: [error.message] });
    return reply.code(200).send({ status_code: '413', status_message: error.message });
  });
  snapApi(api, sandbox, notificationUrl);
  coreApi(api, sandbox, notificationUrl);
}

/**
 * A Midtrans of one's own: Snap, Core API, payment page, notifications and faults on demand, in the shapes the
 * unmodified `midtrans-client` expects. For development and tests; it takes no money and knows nothing of the product.
 * Rejects when the port is taken or `directory` cannot be read.
 */
export async function startMidtransSandbox(
  options: MidtransSandboxOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const log = options.logger ?? pino({ level: 'silent' });
  const clock = new SandboxClock(options.now ?? (() => new Date()));
  const book = new TransactionBook(clock, options.directory ?? null, log);
  await book.load();
  const schedule = RETRY_SCHEDULES[options.retrySchedule ?? 'core'];
  const sandbox: Sandbox = {
    serverKey: options.serverKey,
    merchantName: options.merchantName ?? 'MinisPod',
    clock,
    book,
    notifier: new Notifier(deliveryRules(schedule), options.retryScale ?? 1, log),
    faults: noFaults(),
    log,
  };
  const app = fastify({
    // 16 KB is what Midtrans takes; answers that never come must not hold up the end.
    bodyLimit: 16 * 1024,
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allowUnionTypes: true } },
  });
  await app.register((api: FastifyInstance) => merchantApi(api, sandbox, options.notificationUrl));
  publicApi(app, sandbox);
  controlApi(app, sandbox);
  settlementDownload(app, sandbox);
  await app.register(async (pages: FastifyInstance) => {
    paymentPage(pages, sandbox);
    overviewPage(pages, sandbox);
  });
  const url = await app.listen({ port: options.port, host: '127.0.0.1' });
  const tick = setInterval(() => advance(sandbox), TICK_MS);
  log.info({ url, notificationUrl: options.notificationUrl }, 'Midtrans sandbox listens');
  return {
    url,
    async close() {
      clearInterval(tick);
      await app.close();
      await sandbox.notifier.close();
      await book.close();
    },
  };
}
