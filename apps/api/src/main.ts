import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createBackupStore } from '@minispod/backup-store/store';
import { createClusterReader } from '@minispod/cluster/reader';
import { createDataSource } from '@minispod/database/data-source';
import { sessionSettings } from '@minispod/domain/account/tokens';
import { watched } from '@minispod/domain/payment/gateways';
import { systemClock } from '@minispod/domain/ports/clock';
import { moveSandboxClocks } from '@minispod/payments/sandbox-clocks';
import { approvalSettings } from '@minispod/process/approval-env';
import { backupStoreSettings } from '@minispod/process/backup-env';
import { billingSettings } from '@minispod/process/billing-env';
import { openClock } from '@minispod/process/clock';
import { kubeConfigSource } from '@minispod/process/cluster-env';
import { refuseExcessRights } from '@minispod/process/database-rights';
import { domainSettings } from '@minispod/process/domain-env';
import { gateways } from '@minispod/process/gateways';
import { startHealthServer } from '@minispod/process/health-server';
import { createLogger } from '@minispod/process/logger';
import { sellerSettings } from '@minispod/process/seller-env';
import { type Closer, closeOnSignal } from '@minispod/process/shutdown';
import { createQueues } from '@minispod/queues/runtime';
import { Redis } from 'ioredis';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { readApiEnv } from './env.js';
import { isReady } from './http/health.js';
import { createLimits, unlimited } from './http/limits.js';
import { SessionCache } from './http/session-cache.js';
import { inventoryOf } from './inventory.js';
import { CatalogAnswers } from './live/catalog-answers.js';
import { LiveChanges } from './live/changes.js';
import { startListening } from './live/listener.js';
import { SessionStreams } from './live/session-streams.js';
import { LOG_STREAMS_PER_USER, STREAMS_PER_USER, StreamsPerUser } from './live/streams-per-user.js';
import { createServer } from './server.js';

const env = readApiEnv();
const logger = createLogger({ name: 'api', level: env.LOG_LEVEL });
const closers: Closer[] = [];
closeOnSignal(logger, closers);

const dataSource = await createDataSource({
  url: env.DATABASE_URL,
  poolSize: env.DATABASE_POOL_SIZE,
  applicationName: 'minispod-api',
}).initialize();
await refuseExcessRights(env.NODE_ENV, dataSource);
const queues = await createQueues({ databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL, logger });
const redis = env.REDIS_URL
  ? new Redis(env.REDIS_URL, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })
  : null;
redis?.on('error', (error) => logger.warn({ err: error }, 'Redis is not reachable'));

const { clock, movable } = await openClock(env.NODE_ENV, dataSource);
const changes = new LiveChanges();
const answers = new CatalogAnswers();
const sessions = sessionSettings({
  jwtSecret: env.JWT_SECRET,
  accessSeconds: env.JWT_EXPIRES_IN,
  refreshSecret: env.JWT_REFRESH_SECRET,
  refreshSeconds: env.JWT_REFRESH_EXPIRES_IN,
});
const metrics = new Registry();
collectDefaultMetrics({ register: metrics });
const sessionCache = new SessionCache(dataSource, sessions, systemClock);
const sessionStreams = new SessionStreams(dataSource, sessionCache, systemClock);
const listener = startListening({ databaseUrl: env.DATABASE_URL, changes, answers, sessionStreams, logger });
const consoleDirectory = fileURLToPath(new URL('../../console/dist', import.meta.url));

const server = await createServer(
  {
    dataSource,
    clock,
    movableClock: movable,
    moveGatewayClock: (offsetMs) =>
      moveSandboxClocks([env.MIDTRANS_CORE_API_URL, env.TRIPAY_API_URL], offsetMs),
    sessionClock: systemClock,
    billing: billingSettings(env),
    approvals: approvalSettings(env),
    seller: sellerSettings(env),
    gateways: watched(gateways(env), dataSource, clock),
    bankAccounts: env.BANK_ACCOUNTS,
    clusterReader: createClusterReader({ kubeConfig: kubeConfigSource(env) }),
    backupStore: createBackupStore(backupStoreSettings(env)),
    readInventory: inventoryOf(kubeConfigSource(env)),
    changes,
    userStreams: new StreamsPerUser(STREAMS_PER_USER),
    logStreams: new StreamsPerUser(LOG_STREAMS_PER_USER),
    answers,
    limits: env.RATE_LIMIT === 'on' ? createLimits(redis) : unlimited,
    sessions,
    sessionCache,
    sessionStreams,
    publicUrl: env.PUBLIC_URL,
    appsDomain: env.APPS_DOMAIN,
    domainSettings: domainSettings(env),
    encryptionKey: env.ENCRYPTION_KEY,
  },
  {
    logger,
    metrics,
    metricsToken: env.METRICS_TOKEN,
    queues: queues.queues,
    consoleDirectory: existsSync(consoleDirectory) ? consoleDirectory : null,
    trustProxy: env.TRUST_PROXY ?? false,
    corsOrigins: env.CORS_ORIGINS,
  },
);
const health =
  env.METRICS_PORT === undefined
    ? null
    : await startHealthServer({
        port: env.METRICS_PORT,
        host: env.METRICS_HOST,
        ready: () => isReady(dataSource),
        metrics,
      });

// First no new work and no open streams, then what the last answers needed.
closers.push(
  { name: 'server', close: () => server.close() },
  { name: 'health server', close: () => health?.close() },
  { name: 'listener', close: () => listener.close() },
  { name: 'queues', close: () => queues.close() },
  { name: 'Redis', close: () => redis?.disconnect() },
  { name: 'clock', close: () => movable?.close() },
  { name: 'database', close: () => dataSource.destroy() },
);
await server.listen({ port: env.PORT, host: env.HOST });
