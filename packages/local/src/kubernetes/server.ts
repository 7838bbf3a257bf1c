import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Logger, pino } from 'pino';
import { stringify } from 'yaml';
import { ApiServer } from './api-server.js';
import type { Cluster } from './cluster.js';
import { EventRecorder } from './controllers/event-recorder.js';
import { startControllers } from './controllers/index.js';
import { WorkQueue } from './controllers/work-queue.js';
import { ExecServer } from './exec/exec-server.js';
import { Faults } from './faults.js';
import { IngressServer } from './ingress-server.js';
import { Load } from './load.js';
import { QuotaUsage } from './quota-usage.js';
import { Registry } from './registry.js';
import { reply } from './reply.js';
import { RESOURCES } from './resources.js';
import { serveSandbox } from './sandbox.js';
import { Settings } from './settings.js';
import { loadSnapshot, Snapshots } from './snapshot.js';
import { ApiError } from './status.js';
import { Store } from './store.js';
import { createNodes, createSystemObjects } from './system.js';
import { VolumeContents } from './volume-contents.js';
import { WatchHub } from './watch-hub.js';

const HOST = '127.0.0.1';

/** Not a secret: it guards a sandbox on the loopback interface, so that a forgotten token is noticed there too. */
const TOKEN = 'simulated-cluster-not-a-secret';

/** Changes per kind that a watch can resume over before it must relist. */
const HISTORY_LIMIT = 4_096;

export interface SimulatedKubernetesOptions {
  /** 0: any free port. */
  port: number;
  ingressPort: number;
  /** Where the cluster is kept between runs; without it, in memory alone. */
  directory?: string;
  /** From a container's start to its readiness, in ms. */
  readyAfterMs?: number;
  /** Any other of the timings and sizes, by name. */
  settings?: Partial<Settings>;
  historyLimit?: number;
  logger?: Logger;
}

export interface SimulatedKubernetes {
  url: string;
  ingressUrl: string;
  /** YAML for `KubeConfig.loadFromString`. */
  kubeconfig: string;
  /** Ends watches at once, saves, and stops listening. */
  close(): Promise<void>;
}

/** Starts a simulated cluster: its API, its controllers and its ingress, on the loopback interface. */
export async function startSimulatedKubernetes(
  options: SimulatedKubernetesOptions,
): Promise<SimulatedKubernetes> {
  const { port, ingressPort, directory, readyAfterMs, logger = pino({ level: 'silent' }) } = options;
  const settings = Settings.parse({
    ...options.settings,
    ...(readyAfterMs !== undefined && { readyAfterMs }),
  });
  const cluster = await buildCluster(settings, options, logger);
  const snapshots = directory === undefined ? undefined : new Snapshots(cluster, directory);
  const watches = new WatchHub(cluster.store, () => settings.bookmarkMs);
  const api = new ApiServer(cluster, watches, TOKEN);
  const ingress = new IngressServer(cluster);
  const exec = new ExecServer(cluster, api);
  createSystemObjects(cluster.store);
  // Nodes of a saved cluster are those it had, also by hand.
  if (cluster.store.count(RESOURCES.nodes) === 0) createNodes(cluster.store, settings);
  startControllers(cluster);

  const apiServer = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${HOST}`);
    const sandbox = url.pathname.startsWith('/sandbox/');
    const handled = sandbox
      ? serveSandbox({ cluster, api, watches }, request, response, url)
      : api.handle(request, response, url);
    handled.catch((error: unknown) => {
      logger.error({ err: error, path: url.pathname }, 'request failed');
      reply(response, 500, new ApiError(500, 'InternalError', 'Internal error occurred').status);
    });
  });
  apiServer.on('upgrade', (request, socket, head) => {
    void exec.handle(request, socket, head, new URL(request.url ?? '/', `http://${HOST}`));
  });
  const ingressServer = createServer((request, response) => ingress.handle(request, response));
  const url = await listen(apiServer, port);
  const ingressUrl = await listen(ingressServer, ingressPort);
  return {
    url,
    ingressUrl,
    kubeconfig: kubeconfigFor(url),
    async close() {
      watches.close();
      exec.close();
      cluster.queue.close();
      await Promise.all([stop(apiServer), stop(ingressServer)]);
      await snapshots?.close();
      cluster.contents.close();
    },
  };
}

async function buildCluster(
  settings: Settings,
  { directory, historyLimit = HISTORY_LIMIT }: SimulatedKubernetesOptions,
  logger: Logger,
): Promise<Cluster> {
  const saved = directory === undefined ? undefined : await loadSnapshot(directory, logger);
  const store = new Store({ historyLimit, ...(saved && { version: saved.version }) });
  const usage = new QuotaUsage(store);
  for (const { resource, object } of saved?.objects ?? []) {
    store.restore(resource, object);
    usage.count(resource, object);
  }
  if (saved) logger.info({ objects: saved.objects.length }, 'the saved cluster is back');
  const contents = new VolumeContents(directory);
  contents.keepOnly(new Set(saved?.objects.map(({ object }) => object.metadata.name)));
  const queue = new WorkQueue((error, key) =>
    logger.error({ err: error, key }, 'controller failed; it tries again'),
  );
  const registry = new Registry(store, usage);
  return {
    store,
    usage,
    contents,
    load: new Load(saved?.usage),
    registry,
    settings,
    faults: new Faults(),
    queue,
    events: new EventRecorder(store),
    logger,
  };
}

function listen(server: Server, port: number): Promise<string> {
  // Longer than clients keep an idle connection, so that they never write into one that is being closed.
  server.keepAliveTimeout = 90_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve(`http://${HOST}:${(server.address() as AddressInfo).port}`));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function kubeconfigFor(server: string): string {
  const name = 'simulated';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    // client-node refuses plain HTTP without this, loopback or not.
    clusters: [{ name, cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name, user: { token: TOKEN } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
    'current-context': name,
  });
}
