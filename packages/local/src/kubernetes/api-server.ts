import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { suffer } from './api-fault.js';
import { asObject, type Call, deleteOptions, readObject, writeOptions } from './call.js';
import type { Cluster } from './cluster.js';
import type { DeleteOptions } from './deletion.js';
import { DISCOVERY } from './discovery.js';
import type { ApiFault } from './faults.js';
import { list, select } from './list.js';
import { serveLog } from './logs.js';
import { Metrics } from './metrics.js';
import { nodeSummary } from './node-summary.js';
import { isFields } from './object.js';
import { inAskedShape, watchesMetadata } from './partial-metadata.js';
import { patched } from './patch.js';
import { reply } from './reply.js';
import { type ApiPath, contentType, parseApiPath, readBody, verbOf } from './request.js';
import { RESOURCES, type Resource } from './resources.js';
import { scaleOf } from './scale.js';
import { ApiError, badRequest, deleted } from './status.js';
import type { WatchHub } from './watch-hub.js';

interface Answer {
  code: number;
  body: object;
}

const METRICS = /^\/apis\/metrics\.k8s\.io\/v1beta1\/(?:namespaces\/([^/]+)\/)?(pods|nodes)(?:\/([^/]+))?$/;

const NODE_SUMMARY = /^\/api\/v1\/nodes\/([^/]+)\/proxy\/stats\/summary$/;

/** Answers to a deletion with the object instead of a Status, when it is gone at once. */
const RETURNS_DELETED = new Set<Resource>([
  RESOURCES.pods,
  RESOURCES.persistentvolumeclaims,
  RESOURCES.persistentvolumes,
  RESOURCES.serviceaccounts,
  RESOURCES.resourcequotas,
]);

/** The HTTP face of the cluster: what a client of Kubernetes talks to. */
export class ApiServer {
  readonly #cluster: Cluster;
  readonly #watches: WatchHub;
  readonly #metrics: Metrics;
  readonly #token: string;
  /** Requests so far by verb, then by resource (`deployments/status`). */
  readonly requests: Record<string, Record<string, number>> = {};

  constructor(cluster: Cluster, watches: WatchHub, token: string) {
    this.#cluster = cluster;
    this.#watches = watches;
    this.#metrics = new Metrics(cluster);
    this.#token = token;
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    try {
      await this.#handle(request, response, url);
    } catch (error) {
      if (error instanceof ApiError) {
        reply(response, error.status.code, error.status);
        return;
      }
      this.#cluster.logger.error({ err: error, path: url.pathname }, 'request failed');
      const why = error instanceof Error ? error.message : String(error);
      const { status } = new ApiError(500, 'InternalError', `Internal error occurred: ${why}`);
      reply(response, 500, status);
    }
  }

  async #handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { pathname, searchParams: query } = url;
    if (/^\/(healthz|livez|readyz)$/.test(pathname)) {
      response.end('ok');
      return;
    }
    this.authenticate(request);
    const fixed = DISCOVERY.get(pathname.replace(/\/$/, '')) ?? this.#serveMetrics(pathname, query);
    if (fixed) {
      reply(response, 200, fixed);
      return;
    }
    const node = NODE_SUMMARY.exec(pathname)?.[1];
    if (node !== undefined) {
      const target = { resource: RESOURCES.nodes, namespace: undefined, name: node, subresource: 'proxy' };
      await this.meetFault('get', target, response);
      reply(response, 200, nodeSummary(this.#cluster, node, Date.now()));
      return;
    }
    const path = parseApiPath(pathname);
    if (!path) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});

    const call = { verb: verbOf(request.method ?? 'GET', path, query), path, query, request, response };
    const fault = await this.meetFault(call.verb, path, response);
    const answer = await this.#answer(call);
    if (fault?.lost) response.destroy();
    else if (answer) reply(response, answer.code, inAskedShape(request, answer.body));
  }

  /** Throws 401. */
  authenticate(request: IncomingMessage): void {
    if (request.headers.authorization !== `Bearer ${this.#token}`)
      throw new ApiError(401, 'Unauthorized', 'Unauthorized');
  }

  /** Counts a request and lets it meet the fault that waits for it, if one does: throws, or returns it. */
  async meetFault(verb: string, path: ApiPath, connection: EventEmitter): Promise<ApiFault | undefined> {
    const { resource, subresource } = path;
    this.#count(verb, subresource ? `${resource.plural}/${subresource}` : resource.plural);
    const fault = this.#cluster.faults.takeForRequest(verb, resource.plural, subresource);
    if (fault) await suffer(fault, connection);
    return fault;
  }

  #serveMetrics(pathname: string, query: URLSearchParams): object | undefined {
    const match = METRICS.exec(pathname);
    if (!match) return undefined;
    const [, namespace, kind, name] = match;
    this.#count(name ? 'get' : 'list', `${kind}.metrics.k8s.io`);
    const now = Date.now();
    if (kind === 'nodes') return this.#metrics.nodes(now);
    if (name && namespace) return this.#metrics.pod(namespace, name, now);
    return this.#metrics.pods(namespace, query.get('labelSelector') ?? undefined, now);
  }

  #count(verb: string, resource: string): void {
    const byResource = this.requests[verb] ?? {};
    byResource[resource] = (byResource[resource] ?? 0) + 1;
    this.requests[verb] = byResource;
  }

  async #answer(call: Call): Promise<Answer | undefined> {
    const { verb, path, query, request, response } = call;
    const { resource, namespace, subresource } = path;
    const { store, registry } = this.#cluster;
    if (subresource === 'exec' && resource === RESOURCES.pods) throw badRequest('Upgrade request required');
    if (subresource !== undefined) checkSubresource(path);
    switch (verb) {
      case 'watch':
        this.#watches.open({ resource, namespace, query, partial: watchesMetadata(request) }, response);
        return undefined;
      case 'list':
        return { code: 200, body: list(store, resource, namespace, query) };
      case 'get':
        if (subresource === 'log') {
          serveLog(this.#cluster, { namespace: namespace ?? '', name: path.name }, query, response);
          return undefined;
        }
        return {
          code: 200,
          body: subresource === 'scale' ? scaleOf(registry.get(path)) : registry.get(path),
        };
      case 'create': {
        if (resource.namespaced && namespace === undefined)
          throw badRequest('an empty namespace may not be set during creation');
        const body = await readObject(request);
        return { code: 201, body: registry.create({ ...path, name: '' }, body, writeOptions(call)) };
      }
      case 'update':
        return this.#update(call);
      case 'patch':
        return this.#patch(call);
      case 'delete':
        return this.#delete(path, await deleteOptions(call));
      default: {
        const asked = await deleteOptions(call);
        const items = select(store, resource, namespace, query);
        for (const { metadata } of items)
          registry.delete({ resource, namespace: metadata.namespace, name: metadata.name }, asked);
        return { code: 200, body: { kind: `${resource.kind}List`, apiVersion: 'v1', metadata: {}, items } };
      }
    }
  }

  async #update(call: Call): Promise<Answer> {
    const { path, request } = call;
    const body = await readObject(request);
    const { registry } = this.#cluster;
    if (path.subresource !== 'scale')
      return { code: 200, body: registry.update(path, body, writeOptions(call)) };
    return this.#scale(call, body.spec);
  }

  async #patch(call: Call): Promise<Answer> {
    const { path, query, request } = call;
    const { registry } = this.#cluster;
    const type = contentType(request);
    const body = await readBody(request);
    if (path.subresource === 'scale')
      return this.#scale(call, patched(scaleOf(registry.get(path)), type, body).spec);
    if (type !== 'application/apply-patch+yaml')
      return { code: 200, body: registry.patch(path, type, body, writeOptions(call)) };
    const manager = query.get('fieldManager');
    if (!manager)
      throw new ApiError(
        422,
        'Invalid',
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
        {
          group: 'meta.k8s.io',
          kind: 'PatchOptions',
          causes: [
            {
              reason: 'FieldValueRequired',
              message: 'Required value: is required for apply patch',
              field: 'fieldManager',
            },
          ],
        },
      );
    const force = query.get('force') === 'true';
    const { object, created } = registry.apply(path, asObject(body), { ...writeOptions(call), force });
    return { code: created ? 201 : 200, body: object };
  }

  #scale(call: Call, spec: object | undefined): Answer {
    const { path } = call;
    const replicas = isFields(spec) ? (spec.replicas ?? 0) : 0;
    const merge = 'application/merge-patch+json';
    const object = this.#cluster.registry.patch(path, merge, { spec: { replicas } }, writeOptions(call));
    return { code: 200, body: scaleOf(object) };
  }

  #delete(path: ApiPath, asked: DeleteOptions): Answer {
    const { resource } = path;
    const { object, gone } = this.#cluster.registry.delete(path, asked);
    if (gone && !RETURNS_DELETED.has(resource)) return { code: 200, body: deleted(resource, object) };
    return { code: !gone && asked.propagationPolicy === 'Foreground' ? 202 : 200, body: object };
  }
}

function checkSubresource({ resource, subresource }: ApiPath): void {
  const served =
    (subresource === 'status' && resource.hasStatus) ||
    (subresource === 'log' && resource === RESOURCES.pods) ||
    (subresource === 'scale' && (resource === RESOURCES.deployments || resource === RESOURCES.replicasets));
  if (!served) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}
