import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryStore } from '@minispod/backup-store/directory-store';
import { createClusterReader } from '@minispod/cluster/reader';
import type { KubeConfigSource } from '@minispod/cluster/settings';
import type { SessionView } from '@minispod/contracts/account';
import { seedCatalog } from '@minispod/database/seed/catalog';
import { sessionSettings } from '@minispod/domain/account/tokens';
import { startMovableClock } from '@minispod/domain/clock/movable-clock';
import { DEFAULT_APPROVALS } from '@minispod/domain/money-action/approval-settings';
import type { Gateways } from '@minispod/domain/payment/gateways';
import { systemClock } from '@minispod/domain/ports/clock';
import { createMidtransGateway } from '@minispod/payments/midtrans/gateway';
import { createTripayGateway } from '@minispod/payments/tripay/gateway';
import { createLogger } from '@minispod/process/logger';
import { testDatabase } from '@minispod/testing/database';
import type { InjectOptions } from 'fastify';
import { Registry } from 'prom-client';
import { vi } from 'vitest';
import { unlimited } from '../http/limits.js';
import { SessionCache } from '../http/session-cache.js';
import { inventoryOf } from '../inventory.js';
import { CatalogAnswers } from '../live/catalog-answers.js';
import { LiveChanges } from '../live/changes.js';
import { startListening } from '../live/listener.js';
import { SessionStreams } from '../live/session-streams.js';
import { LOG_STREAMS_PER_USER, STREAMS_PER_USER, StreamsPerUser } from '../live/streams-per-user.js';
import { createServer, type ServerSettings } from '../server.js';
import type { Services } from '../trpc/context.js';

export const MIDTRANS_SERVER_KEY = 'SB-Mid-server-not-a-real-key';
export const TRIPAY_PRIVATE_KEY = 'not-a-real-private-key';

/** Waits for what must come by itself; long enough for a busy machine. */
export const soon = <T>(expectation: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(expectation, { timeout: 20_000, interval: 2 });

type Options = Partial<
  Pick<Services, 'limits' | 'publicUrl' | 'movableClock' | 'gateways' | 'bankAccounts'>
> &
  Partial<ServerSettings> & {
    poolSize?: number;
    accessSeconds?: number;
    /** Absent: a cluster that does not answer. */
    kubeConfig?: KubeConfigSource | undefined;
  };

interface Asked extends Pick<InjectOptions, 'headers'> {
  body?: unknown;
  token?: string | undefined;
}

/** Both gateways, at an address where nobody answers. */
function deafGateways(): Gateways {
  const nobody = 'http://127.0.0.1:1';
  const midtrans = createMidtransGateway({
    serverKey: MIDTRANS_SERVER_KEY,
    clientKey: 'SB-Mid-client-not-a-real-key',
    isProduction: false,
    coreApiUrl: nobody,
    snapApiUrl: `${nobody}/snap/v1`,
  });
  const tripay = createTripayGateway({
    apiKey: 'DEV-not-a-real-key',
    privateKey: TRIPAY_PRIVATE_KEY,
    merchantCode: 'T0000',
    apiUrl: nobody,
  });
  return new Map([midtrans, tripay].map((gateway) => [gateway.name, gateway]));
}

/** The API as `main.ts` makes it, on a database of its own with the seeded catalog. No gateway answers, unless given. */
export async function startApi({
  limits = unlimited,
  publicUrl,
  movableClock,
  poolSize,
  kubeConfig = { kind: 'file', path: '/no/such/kubeconfig' },
  accessSeconds = 900,
  gateways,
  bankAccounts = [],
  ...settings
}: Options = {}) {
  const database = await testDatabase(poolSize === undefined ? {} : { poolSize });
  const { dataSource } = database;
  await seedCatalog(dataSource, new Date());
  const clock = await startMovableClock(dataSource);
  const logger = settings.logger ?? createLogger({ name: 'api', level: 'silent' });
  const backups = await mkdtemp(join(tmpdir(), 'api-backups-'));
  const sessions = sessionSettings({
    jwtSecret: 'an access secret for tests, long enough',
    refreshSecret: 'a refresh secret for tests, long enough',
    accessSeconds,
    refreshSeconds: 7 * 86_400,
  });
  const sessionCache = new SessionCache(dataSource, sessions, systemClock);
  const services: Services = {
    dataSource,
    clock,
    movableClock: movableClock === undefined ? clock : movableClock,
    moveGatewayClock: async () => {},
    sessionClock: systemClock,
    billing: { ppnRate: 11, graceDays: 7, retentionDays: 30 },
    approvals: DEFAULT_APPROVALS,
    seller: { name: 'MinisPod', address: ['Jakarta'], taxId: null },
    gateways: gateways ?? deafGateways(),
    bankAccounts,
    clusterReader: createClusterReader({ kubeConfig }),
    backupStore: directoryStore(backups),
    readInventory: inventoryOf(kubeConfig),
    changes: new LiveChanges(),
    userStreams: new StreamsPerUser(STREAMS_PER_USER),
    logStreams: new StreamsPerUser(LOG_STREAMS_PER_USER),
    answers: new CatalogAnswers(),
    limits,
    sessions,
    sessionCache,
    sessionStreams: new SessionStreams(dataSource, sessionCache, systemClock),
    publicUrl: publicUrl ?? 'http://localhost:3000',
    appsDomain: 'apps.localhost',
    domainSettings: { appsDomain: 'apps.localhost', issuer: 'test-issuer', ingressAddresses: ['127.0.0.1'] },
    encryptionKey: 'an encryption key for tests, long enough',
  };
  const listener = startListening({ databaseUrl: database.url, ...services, logger });
  const app = await createServer(services, {
    metrics: new Registry(),
    consoleDirectory: null,
    trustProxy: false,
    ...settings,
    logger,
  });

  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, asked: Asked = {}) => {
    const { body, token, headers } = asked;
    const response = await app.inject({
      method,
      url,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const isJson = String(response.headers['content-type']).includes('json');
    return {
      status: response.statusCode,
      headers: response.headers,
      cookies: response.cookies,
      text: response.body,
      body: isJson ? response.json() : undefined,
    };
  };

  /** Somebody new, logged in. */
  async function person(): Promise<SessionView & { email: string; password: string }> {
    const email = `${randomBytes(6).toString('hex')}@example.test`;
    const password = 'correct horse battery';
    const { body } = await ask('POST', '/api/auth/register', {
      body: { name: 'Somebody', email, password },
    });
    return { ...body.data, email, password };
  }

  return {
    app,
    services,
    dataSource,
    databaseUrl: database.url,
    ask,
    person,
    async administrator() {
      const somebody = await person();
      await dataSource.query(`UPDATE users SET role = 'ADMINISTRATOR' WHERE id = $1`, [somebody.user.id]);
      return somebody;
    },
    async close() {
      await app.close();
      await listener.close();
      await clock.close();
      await database.drop();
      await rm(backups, { recursive: true });
    },
  };
}

export type Api = Awaited<ReturnType<typeof startApi>>;
