import { timingSafeEqual } from 'node:crypto';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { type Logger, pino } from 'pino';
import { SandboxClock } from '../gateway/clock.js';
import { applyFaults, noFaults } from '../gateway/faults.js';
import { Notifier } from '../gateway/notifier.js';
import { TransactionBook } from './book.js';
import { controlApi } from './control-api.js';
import { DELIVERY_RULES } from './delivery-rules.js';
import { merchantApi } from './merchant-api.js';
import { overviewPage } from './page/overview.js';
import { checkoutPage } from './page/routes.js';
import { advance, type Sandbox } from './payments.js';

export interface TripaySandboxOptions {
  /** 0: the system chooses. */
  port: number;
  merchantCode: string;
  apiKey: string;
  privateKey: string;
  /** Where callbacks go, unless a creation names another. */
  callbackUrl: string;
  /** Where transactions are kept; absent: in memory only. */
  directory?: string;
  merchantName?: string;
  /** Multiplies the waits between redeliveries; 1 is real time. */
  retryScale?: number;
  now?: () => Date;
  logger?: Logger;
}

const TICK_MS = 500;

function hasKey(request: FastifyRequest, apiKey: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const right = Buffer.from(`Bearer ${apiKey}`);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Faults come first: a gateway that is down checks no keys. */
async function merchantRoutes(api: FastifyInstance, sandbox: Sandbox, callbackUrl: string): Promise<void> {
  applyFaults(api, sandbox.faults, () => ({ success: false, message: 'Internal server error' }));
  api.addHook('onRequest', async (request, reply) => {
    if (!hasKey(request, sandbox.apiKey))
      return reply.code(401).send({ success: false, message: 'Invalid API Key' });
  });
  api.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (!error.statusCode || error.statusCode >= 500) sandbox.log.error({ err: error }, 'request failed');
    return reply.code(error.statusCode ?? 500).send({ success: false, message: error.message });
  });
  merchantApi(api, sandbox, callbackUrl);
}

/**
 * A Tripay of one's own: creation, detail and lists, checkout page, signed callbacks and faults on demand. For development
 * and tests; it takes no money and knows nothing of the product. Rejects when the port is taken or `directory` cannot
 * be read.
 */
export async function startTripaySandbox(
  options: TripaySandboxOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const log = options.logger ?? pino({ level: 'silent' });
  const clock = new SandboxClock(options.now ?? (() => new Date()));
  const book = new TransactionBook(clock, options.directory ?? null, log);
  await book.load();
  const { merchantCode, apiKey, privateKey, merchantName = 'MinisPod', callbackUrl } = options;
  const notifier = new Notifier(DELIVERY_RULES, options.retryScale ?? 1, log);
  const faults = noFaults();
  const sandbox: Sandbox = {
    merchantCode,
    apiKey,
    privateKey,
    merchantName,
    clock,
    book,
    notifier,
    faults,
    log,
  };
  const app = fastify({
    bodyLimit: 64 * 1024,
    // Answers that never come must not hold up the end.
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  await app.register((api: FastifyInstance) => merchantRoutes(api, sandbox, callbackUrl));
  controlApi(app, sandbox);
  await app.register(async (pages: FastifyInstance) => {
    checkoutPage(pages, sandbox);
    overviewPage(pages, sandbox);
  });
  const url = await app.listen({ port: options.port, host: '127.0.0.1' });
  const tick = setInterval(() => advance(sandbox), TICK_MS);
  log.info({ url, callbackUrl }, 'Tripay sandbox listens');
  return {
    url,
    async close() {
      clearInterval(tick);
      await app.close();
      await notifier.close();
      await book.close();
    },
  };
}
