import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cluster } from './cluster.js';
import { isReady } from './controllers/replica-set.js';
import { describedPage, notFoundPage, startingPage } from './ingress-page.js';
import type { Deployment, Ingress, Pod, Service } from './kinds.js';
import type { KubeObject } from './object.js';
import { volumesOf } from './pod-volume.js';
import { RESOURCES } from './resources.js';
import { labelsMatch, requirementsOf } from './selectors.js';
import type { Store } from './store.js';

/** Answers for the hosts of the cluster's Ingresses, as an ingress controller would: by Host, then by longest path. */
export class IngressServer {
  readonly #store: Store;
  readonly #contents: Cluster['contents'];
  readonly #byHost = new Map<string, Map<string, Ingress>>();

  constructor({ store, contents }: Cluster) {
    this.#store = store;
    this.#contents = contents;
    for (const ingress of store.candidates<Ingress>(RESOURCES.ingresses)) this.#index(undefined, ingress);
    store.onChange(({ resource, before, after }) => {
      if (resource === RESOURCES.ingresses)
        this.#index(before as Ingress | undefined, after as Ingress | undefined);
    });
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const service = this.#serviceFor(host, request.url ?? '/');
    if (service) this.#answer(host, service, response);
    else send(response, 404, notFoundPage(host));
  }

  #answer(host: string, service: Service, response: ServerResponse): void {
    const pods = this.#podsOf(service);
    const ready = pods.find(isReady);
    if (ready) {
      const volume = volumesOf(this.#store, ready)[0]?.volume.metadata.name;
      const content = volume && this.#contents.visit(volume);
      send(response, 200, describedPage(host, ready, service, content));
      return;
    }
    const stopped = pods.length === 0 && this.#deploymentOf(service)?.spec.replicas === 0;
    response.setHeader('retry-after', '5');
    send(response, 503, startingPage(host, stopped, pods[0]));
  }

  #serviceFor(host: string, url: string): Service | undefined {
    const [path = '/'] = url.split('?');
    const wildcard = `*.${host.split('.').slice(1).join('.')}`;
    const ingresses = [
      ...(this.#byHost.get(host)?.values() ?? []),
      ...(this.#byHost.get(wildcard)?.values() ?? []),
    ];
    const matches = ingresses.flatMap(({ metadata, spec }) =>
      (spec.rules ?? [])
        .filter((rule) => rule.host === host || rule.host === wildcard)
        .flatMap((rule) => rule.http?.paths ?? [])
        .filter((each) => path.startsWith(each.path ?? '/'))
        .map((each) => ({
          length: (each.path ?? '/').length,
          namespace: metadata.namespace,
          name: each.backend.service?.name ?? '',
        })),
    );
    const best = matches.sort((a, b) => b.length - a.length)[0];
    return best && this.#store.get<Service>(RESOURCES.services, best.namespace, best.name);
  }

  #podsOf({ metadata, spec }: Service): Pod[] {
    if (!spec.selector || metadata.namespace === undefined) return [];
    const labels = requirementsOf({ matchLabels: spec.selector });
    return this.#matching<Pod>(RESOURCES.pods, metadata.namespace, (pod) =>
      labelsMatch(labels, pod.metadata.labels),
    );
  }

  #deploymentOf({ metadata, spec }: Service): Deployment | undefined {
    const labels = requirementsOf({ matchLabels: spec.selector ?? {} });
    return this.#matching<Deployment>(RESOURCES.deployments, metadata.namespace ?? '', (deployment) =>
      labelsMatch(labels, deployment.spec.template.metadata?.labels),
    )[0];
  }

  #matching<T extends KubeObject>(
    resource: Parameters<Store['count']>[0],
    namespace: string,
    matches: (object: T) => boolean,
  ): T[] {
    return [...this.#store.candidates<T>(resource, { namespace })].filter(matches);
  }

  #index(before: Ingress | undefined, after: Ingress | undefined): void {
    for (const { host } of before?.spec?.rules ?? []) {
      const ingresses = this.#byHost.get(host ?? '');
      ingresses?.delete(before?.metadata.uid ?? '');
      if (ingresses?.size === 0) this.#byHost.delete(host ?? '');
    }
    for (const { host } of after?.spec?.rules ?? []) {
      const ingresses = this.#byHost.get(host ?? '') ?? new Map<string, Ingress>();
      if (after) this.#byHost.set(host ?? '', ingresses.set(after.metadata.uid, after));
    }
  }
}

function send(response: ServerResponse, code: number, page: string): void {
  response.writeHead(code, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(page);
}
