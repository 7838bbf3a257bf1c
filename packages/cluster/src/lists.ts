import type {
  KubernetesObject,
  V1Deployment,
  V1Ingress,
  V1Namespace,
  V1Pod,
  V1Service,
} from '@kubernetes/client-node';
import type { Amounts } from '@minispod/domain/ports/cluster';
import type {
  ListedDeployment,
  ListedIngress,
  ListedNamespace,
  ListedPod,
  ListedService,
} from '@minispod/domain/ports/cluster-reader';
import type { Connection } from './connection.js';
import { isAbsentApi, listAll } from './list-all.js';
import { FIELD_MANAGER, HELPER_LABEL, INSTANCE_LABEL, MANAGED_BY, USER_LABEL } from './names.js';
import { amounts, NOTHING, requestsOf, sum } from './requests.js';

const TENANTS = `${MANAGED_BY}=${FIELD_MANAGER},${USER_LABEL}`;
const METRICS = '/apis/metrics.k8s.io/v1beta1';

interface PodMetrics extends KubernetesObject {
  containers: { usage: Record<string, string> }[];
}

/** What of a kind is in tenants' namespaces, or in one of them. Nothing of a namespace that is no tenant's. */
async function* inTenants<T extends KubernetesObject>(
  connection: Connection,
  { api, resource }: { api: string; resource: string },
  namespace: string | undefined,
): AsyncGenerator<T, void> {
  const tenants = new Set<string>();
  for await (const { metadata } of tenantNamespaces(connection)) tenants.add(metadata?.name ?? '');
  if (namespace !== undefined && !tenants.has(namespace)) return;
  const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  for await (const object of listAll<T>(connection, `${api}${within}/${resource}`)) {
    if (tenants.has(object.metadata?.namespace ?? '')) yield object;
  }
}

function tenantNamespaces(connection: Connection): AsyncIterable<V1Namespace> {
  return listAll(connection, '/api/v1/namespaces', { labelSelector: TENANTS });
}

function listed({ metadata }: KubernetesObject) {
  const { name = '', namespace = '', labels, creationTimestamp } = metadata ?? {};
  const isOurs = labels?.[MANAGED_BY] === FIELD_MANAGER;
  const instanceId = isOurs ? (labels?.[INSTANCE_LABEL] ?? labels?.[HELPER_LABEL]) : undefined;
  return { namespace, name, instanceId: instanceId ?? null, createdAt: new Date(creationTimestamp ?? 0) };
}

/** Finished pods hold nothing of a node any more. */
export function isFinished({ status }: V1Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

export async function listNamespaces(connection: Connection): Promise<ListedNamespace[]> {
  const of = new Map<string, { pods: number; requested: Amounts }>();
  for await (const pod of listAll<V1Pod>(connection, '/api/v1/pods')) {
    if (isFinished(pod)) continue;
    const name = pod.metadata?.namespace ?? '';
    const { pods, requested } = of.get(name) ?? { pods: 0, requested: NOTHING };
    of.set(name, { pods: pods + 1, requested: sum([requested, requestsOf(pod.spec)]) });
  }
  const namespaces: ListedNamespace[] = [];
  for await (const { metadata, status } of tenantNamespaces(connection)) {
    const name = metadata?.name ?? '';
    namespaces.push({
      name,
      userId: metadata?.labels?.[USER_LABEL] ?? null,
      phase: status?.phase ?? '',
      ...(of.get(name) ?? { pods: 0, requested: NOTHING }),
      createdAt: new Date(metadata?.creationTimestamp ?? 0),
    });
  }
  return namespaces;
}

export async function listPods(connection: Connection, namespace?: string): Promise<ListedPod[]> {
  // Usage is asked for only once it is known that the namespace is a tenant's.
  let used: Map<string, Amounts> | null = null;
  const pods: ListedPod[] = [];
  for await (const pod of inTenants<V1Pod>(connection, { api: '/api/v1', resource: 'pods' }, namespace)) {
    used ??= await podUsage(connection, namespace);
    const statuses = pod.status?.containerStatuses ?? [];
    const isReady = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
    const waiting = statuses.find(({ state }) => state?.waiting)?.state?.waiting?.reason;
    const ended = statuses.find(({ state }) => state?.terminated)?.state?.terminated?.reason;
    const condition = pod.status?.conditions?.find(({ status, reason }) => status === 'False' && reason);
    const reason = pod.status?.reason ?? waiting ?? ended ?? condition?.reason ?? null;
    pods.push({
      ...listed(pod),
      phase: pod.metadata?.deletionTimestamp ? 'Terminating' : (pod.status?.phase ?? ''),
      isReady: isReady ?? false,
      restarts: statuses.reduce((total, { restartCount }) => total + restartCount, 0),
      reason: isReady ? null : reason,
      node: pod.spec?.nodeName ?? null,
      requested: requestsOf(pod.spec),
      used: used.get(`${pod.metadata?.namespace}/${pod.metadata?.name}`) ?? null,
    });
  }
  return pods;
}

/** By `namespace/name`; empty where the cluster does not measure. */
async function podUsage(
  connection: Connection,
  namespace: string | undefined,
): Promise<Map<string, Amounts>> {
  const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const used = new Map<string, Amounts>();
  try {
    for await (const { metadata, containers } of listAll<PodMetrics>(
      connection,
      `${METRICS}${within}/pods`,
    )) {
      const usage = sum(containers.map((container) => amounts(container.usage)));
      used.set(`${metadata?.namespace}/${metadata?.name}`, usage);
    }
  } catch (error) {
    if (!isAbsentApi(error)) throw error;
  }
  return used;
}

export async function listDeployments(
  connection: Connection,
  namespace?: string,
): Promise<ListedDeployment[]> {
  const deployments: ListedDeployment[] = [];
  const kind = { api: '/apis/apps/v1', resource: 'deployments' };
  for await (const deployment of inTenants<V1Deployment>(connection, kind, namespace)) {
    deployments.push({
      ...listed(deployment),
      image: deployment.spec?.template.spec?.containers[0]?.image ?? '',
      wanted: deployment.spec?.replicas ?? 1,
      ready: deployment.status?.readyReplicas ?? 0,
    });
  }
  return deployments;
}

export async function listServices(connection: Connection, namespace?: string): Promise<ListedService[]> {
  const services: ListedService[] = [];
  const kind = { api: '/api/v1', resource: 'services' };
  for await (const service of inTenants<V1Service>(connection, kind, namespace)) {
    const ports = (service.spec?.ports ?? []).map(({ port }) => port);
    services.push({ ...listed(service), clusterIp: service.spec?.clusterIP ?? null, ports });
  }
  return services;
}

export async function listIngresses(connection: Connection, namespace?: string): Promise<ListedIngress[]> {
  const ingresses: ListedIngress[] = [];
  const kind = { api: '/apis/networking.k8s.io/v1', resource: 'ingresses' };
  for await (const ingress of inTenants<V1Ingress>(connection, kind, namespace)) {
    const hosts = (ingress.spec?.rules ?? []).flatMap(({ host }) => (host ? [host] : []));
    ingresses.push({ ...listed(ingress), hosts, hasTls: (ingress.spec?.tls ?? []).length > 0 });
  }
  return ingresses;
}
