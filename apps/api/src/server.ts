import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import type { Logger } from '@minispod/process/logger';
import type { Queue } from 'bullmq';
import { type FastifyInstance, fastify, LogController } from 'fastify';
import type { Registry } from 'prom-client';
import { mountAvatars } from './http/avatars.js';
import { mountBackupDownload } from './http/backup-download.js';
import { mountConsole } from './http/console.js';
import { cookieNames, refuseRepeatedCookies } from './http/cookies.js';
import { mountDocs } from './http/docs.js';
import { sendFailure } from './http/envelope.js';
import { mountHealth } from './http/health.js';
import { mountMetrics } from './http/metrics.js';
import { mountPdfs } from './http/pdf.js';
import { mountProofs } from './http/proofs.js';
import { mountQueueBoard } from './http/queue-board.js';
import { logRequests } from './http/request-log.js';
import { mountRest } from './http/rest.js';
import { refuseForeignOrigin } from './http/same-origin.js';
import { setSecurityHeaders } from './http/security-headers.js';
import { mountSettlementUpload } from './http/settlement-upload.js';
import { mountTrpc } from './http/trpc.js';
import type { Services } from './trpc/context.js';
import { mountWebhooks } from './webhooks/webhooks.js';

export interface ServerSettings {
  logger: Logger;
  metrics: Registry;
  /** Serves `/metrics` to whoever brings it. */
  metricsToken?: string | undefined;
  /** For Bull Board; none without. */
  queues?: Queue[];
  /** Of the built console; null serves none. */
  consoleDirectory: string | null;
  /** Told of every route there is. */
  onRoute?: (route: { method: string; url: string }) => void;
  /** Addresses of the proxies whose `x-forwarded-*` are believed, separated by commas; false believes nobody. */
  trustProxy: string | false;
  /** Origins of web pages elsewhere that may call `/api` with a token from a browser. */
  corsOrigins?: readonly string[];
  /** How long (ms) a client may take to send a request. */
  requestTimeoutMs?: number;
}

/** 50 variables of 10,000 characters, the largest input there is, with room for escapes. */
const MAX_BODY_BYTES = 1024 * 1024;
/** A proof of 5 MB over a slow phone connection takes about 80 s; whoever needs longer holds the connection on purpose. */
const REQUEST_TIMEOUT_MS = 120_000;
const HEADERS_TIMEOUT_MS = 20_000;
/** A batch over `/trpc` names its procedures in the path. */
const MAX_PARAMETER_LENGTH = 2_000;
const SANE_REQUEST_ID = /^[\w.:-]{1,100}$/;
/** The console's own files are for everybody, so its page still opens and can say what is wrong. */
const READS_COOKIES = /^\/(api|trpc|ops)\b/;
/** Probes and payment notifications come from few addresses in any number. */
const UNLIMITED_PATH = /^\/(health|api\/webhooks)\//;

/** The whole HTTP interface, ready to listen or to be asked by `inject`. Closing it ends streams but nothing it was given. */
export async function createServer(services: Services, settings: ServerSettings): Promise<FastifyInstance> {
  const { logger, metrics, consoleDirectory, requestTimeoutMs = REQUEST_TIMEOUT_MS } = settings;
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger per request costs more than answering from kept bytes; each line names its request itself.
    childLoggerFactory: (parent) => parent,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: requestTimeoutMs,
    http: {
      headersTimeout: Math.min(requestTimeoutMs, HEADERS_TIMEOUT_MS),
      connectionsCheckingInterval: Math.min(requestTimeoutMs, 10_000),
    },
    trustProxy: settings.trustProxy,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    forceCloseConnections: 'idle',
    genReqId({ headers: { 'x-request-id': given } }) {
      return typeof given === 'string' && SANE_REQUEST_ID.test(given) ? given : randomUUID();
    },
    frameworkErrors: (error, request, reply) =>
      sendFailure(error, request, reply.header('x-request-id', request.id)),
  }) as unknown as FastifyInstance;

  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) settings.onRoute?.({ method: each, url });
  });
  app.decorate('clock', services.clock);
  app.setErrorHandler(sendFailure);
  readEmptyBodies(app);
  logRequests(app, metrics);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  setSecurityHeaders(app, services.publicUrl);
  await app.register(cookie);
  await allowOtherOrigins(app, settings.corsOrigins ?? []);
  guard(app, services);

  mountHealth(app, services.dataSource);
  if (settings.metricsToken) mountMetrics(app, metrics, settings.metricsToken);
  mountWebhooks(app, services);
  mountRest(app, services);
  mountPdfs(app, services);
  mountProofs(app, services);
  mountAvatars(app, services);
  mountSettlementUpload(app, services);
  mountBackupDownload(app, services);
  mountDocs(app, services.publicUrl);
  mountTrpc(app, services);
  if (settings.queues) mountQueueBoard(app, services, settings.queues);
  mountConsole(app, consoleDirectory);
  app.addHook('preClose', async () => services.changes.close());
  return app;
}

/** A POST without a body may still say that it is JSON: that is no input, not broken input. */
function readEmptyBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) =>
    body === '' ? done(null, undefined) : parseJson(request, body, done),
  );
}

/** Tokens alone are let in from elsewhere: without `credentials` a browser sends no cookie along. */
async function allowOtherOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    credentials: false,
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'x-api-key', 'x-request-id'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: 3600,
  });
}

function guard(app: FastifyInstance, services: Services): void {
  const session = cookieNames(services.publicUrl.startsWith('https:'));
  app.addHook('onRequest', async (request) => {
    if (READS_COOKIES.test(request.url)) refuseRepeatedCookies(request, Object.values(session));
    if (!UNLIMITED_PATH.test(request.url)) await services.limits.request(request.ip);
    const carriesSession = [session.access, session.refresh].some(
      (name) => request.cookies[name] !== undefined,
    );
    if (carriesSession || request.url.startsWith('/trpc')) {
      refuseForeignOrigin(request, services.publicUrl, carriesSession);
    }
  });
}
