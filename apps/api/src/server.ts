import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import type { Logger } from '@minispod/process/logger';
import type { Queue } from 'bullmq';
import { type FastifyInstance, fastify, LogController } from 'fastify';
import type { Registry } from 'prom-client';
import { mountAvatars } from './http/avatars.js';
import { mountBackupDownload } from './http/backup-download.js';
import { mountConsole } from './http/console.js';
import { cookieNames } from './http/cookies.js';
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
  /** Addresses of the proxies whose `x-forwarded-*` are believed, separated by commas; false believes nobody. */
  trustProxy: string | false;
}

/** 50 variables of 10,000 characters, the largest input there is, with room for escapes. */
const MAX_BODY_BYTES = 1024 * 1024;
/** A batch over `/trpc` names its procedures in the path. */
const MAX_PARAMETER_LENGTH = 2_000;
const SANE_REQUEST_ID = /^[\w.:-]{1,100}$/;
/** Probes and payment notifications come from few addresses in any number. */
const UNLIMITED_PATH = /^\/(health|api\/webhooks)\//;

/** The whole HTTP interface, ready to listen or to be asked by `inject`. Closing it ends streams but nothing it was given. */
export async function createServer(services: Services, settings: ServerSettings): Promise<FastifyInstance> {
  const { logger, metrics, consoleDirectory } = settings;
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger per request costs more than answering from kept bytes; each line names its request itself.
    childLoggerFactory: (parent) => parent,
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: settings.trustProxy,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    forceCloseConnections: 'idle',
    genReqId({ headers: { 'x-request-id': given } }) {
      return typeof given === 'string' && SANE_REQUEST_ID.test(given) ? given : randomUUID();
    },
    frameworkErrors: (error, request, reply) =>
      sendFailure(error, request, reply.header('x-request-id', request.id)),
  }) as unknown as FastifyInstance;

  app.setErrorHandler(sendFailure);
  readEmptyBodies(app);
  logRequests(app, metrics);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  setSecurityHeaders(app, services.publicUrl);
  await app.register(cookie);
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

function guard(app: FastifyInstance, services: Services): void {
  const session = cookieNames(services.publicUrl.startsWith('https:'));
  app.addHook('onRequest', async (request) => {
    if (!UNLIMITED_PATH.test(request.url)) await services.limits.request(request.ip);
    const carriesSession = [session.access, session.refresh].some(
      (name) => request.cookies[name] !== undefined,
    );
    if (carriesSession || request.url.startsWith('/trpc')) {
      refuseForeignOrigin(request, services.publicUrl, carriesSession);
    }
  });
}
