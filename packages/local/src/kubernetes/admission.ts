import type { Ingress, LimitRange, Namespace, PersistentVolumeClaim, Pod, StorageClass } from './kinds.js';
import type { KubeObject } from './object.js';
import { parseQuantity } from './quantity.js';
import type { QuotaUsage } from './quota-usage.js';
import { RESOURCES, type Resource } from './resources.js';
import { badRequest, forbidden, notFound } from './status.js';
import type { Store } from './store.js';

/** Throws 404 for a namespace that is not there, 403 for one that is being taken down. */
export function admitToNamespace(store: Store, resource: Resource, object: KubeObject): void {
  const { namespace, name } = object.metadata;
  if (!resource.namespaced || namespace === undefined) return;
  const found = store.get<Namespace>(RESOURCES.namespaces, undefined, namespace);
  if (!found) throw notFound(RESOURCES.namespaces, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  throw forbidden(resource, name, why, [
    {
      reason: 'NamespaceTerminating',
      message: `namespace ${namespace} is being terminated`,
      field: 'metadata.namespace',
    },
  ]);
}

/** Container defaults of the namespace's LimitRanges, filled into a pod that is being created. */
export function applyLimitRanges(store: Store, pod: Pod): void {
  for (const { type, default: limits, defaultRequest } of containerLimits(store, pod.metadata.namespace)) {
    if (type !== 'Container') continue;
    for (const container of pod.spec.containers) {
      const own = container.resources ?? {};
      container.resources = {
        limits: { ...limits, ...own.limits },
        requests: { ...limits, ...defaultRequest, ...own.requests },
      };
    }
  }
}

export function admitToLimitRanges(store: Store, pod: Pod): void {
  for (const { type, max = {}, min = {} } of containerLimits(store, pod.metadata.namespace)) {
    if (type !== 'Container') continue;
    for (const { resources } of pod.spec.containers) {
      for (const [name, most] of Object.entries(max))
        if (amount(resources?.limits?.[name]) > amount(most))
          throw forbidden(
            RESOURCES.pods,
            pod.metadata.name,
            `maximum ${name} usage per Container is ${most}, but limit is ${resources?.limits?.[name]}`,
          );
      for (const [name, least] of Object.entries(min))
        if (amount(resources?.requests?.[name]) < amount(least))
          throw forbidden(
            RESOURCES.pods,
            pod.metadata.name,
            `minimum ${name} usage per Container is ${least}, but request is ${resources?.requests?.[name] ?? '0'}`,
          );
    }
  }
}

function admitRuntimeClass(store: Store, { metadata, spec }: Pod): void {
  const name = spec.runtimeClassName;
  if (name !== undefined && !store.get(RESOURCES.runtimeclasses, undefined, name))
    throw forbidden(RESOURCES.pods, metadata.name, `pod rejected: RuntimeClass "${name}" not found`);
}

/** A claim grows only where its storage class lets it. */
export function admitResize(store: Store, claim: PersistentVolumeClaim, before: PersistentVolumeClaim): void {
  const size = ({ spec }: PersistentVolumeClaim) => amount(spec.resources.requests?.storage);
  if (size(claim) <= size(before)) return;
  const name = claim.spec.storageClassName ?? '';
  const storageClass = store.get<StorageClass>(RESOURCES.storageclasses, undefined, name);
  if (!storageClass?.allowVolumeExpansion)
    throw forbidden(
      RESOURCES.persistentvolumeclaims,
      claim.metadata.name,
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
}

/** As ingress-nginx's webhook: a host belongs to the Ingress that has it until that one is gone. */
function admitIngress(store: Store, { metadata, spec }: Ingress): void {
  const hosts = new Set(spec.rules?.flatMap(({ host }) => host ?? []));
  for (const other of store.candidates<Ingress>(RESOURCES.ingresses, {})) {
    if (other.metadata.uid === metadata.uid) continue;
    const taken = other.spec.rules?.find(({ host }) => host !== undefined && hosts.has(host))?.host;
    if (taken !== undefined)
      throw badRequest(
        `admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: host "${taken}" and path "/" is already defined in ingress ${other.metadata.namespace}/${other.metadata.name}`,
      );
  }
}

/** What the admission chain does with a write of this resource, quota last as it alone counts what was admitted. */
export function admit(
  store: Store,
  usage: QuotaUsage,
  resource: Resource,
  object: KubeObject,
  before: KubeObject | undefined,
): void {
  if (resource === RESOURCES.pods && !before) {
    admitRuntimeClass(store, object as Pod);
    admitToLimitRanges(store, object as Pod);
  }
  if (resource === RESOURCES.ingresses) admitIngress(store, object as Ingress);
  if (resource === RESOURCES.persistentvolumeclaims && before)
    admitResize(store, object as PersistentVolumeClaim, before as PersistentVolumeClaim);
  if (resource.namespaced) usage.admit(resource, object, before);
}

function containerLimits(store: Store, namespace: string | undefined): LimitRange['spec']['limits'] {
  const scope = namespace === undefined ? {} : { namespace };
  return Array.from(
    store.candidates<LimitRange>(RESOURCES.limitranges, scope),
    ({ spec }) => spec.limits ?? [],
  ).flat();
}

function amount(quantity: string | undefined): number {
  return parseQuantity(quantity ?? '0') ?? 0;
}
