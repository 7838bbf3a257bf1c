import { type Cluster, writeStatus } from '../cluster.js';
import type { VolumeSnapshot } from '../custom-kinds.js';
import { deleteObject } from '../deletion.js';
import type { PersistentVolumeClaim, Pod, ReplicaSet, ResourceQuota } from '../kinds.js';
import type { KubeObject } from '../object.js';
import { ALL_RESOURCES, RESOURCES, type Resource } from '../resources.js';
import type { Change } from '../store.js';
import { CERTIFICATE_NAME, CertificateIssuer } from './certificate.js';
import { reconcileDeployment } from './deployment.js';
import { GarbageCollector } from './garbage.js';
import { reconcileIngressCertificates } from './ingress-certificates.js';
import { Kubelet } from './kubelet.js';
import { reconcileNamespace } from './namespace.js';
import { reconcileReplicaSet } from './replica-set.js';
import { Scheduler } from './scheduler.js';
import { reconcileClaim, removeVolumeOf } from './volume.js';
import { reconcileSnapshot, removeContentOf, retrySnapshots } from './volume-snapshot.js';

/** Starts the controllers: every change puts the keys it concerns into the queue. */
export function startControllers(cluster: Cluster): void {
  const { store, queue } = cluster;
  const scheduler = new Scheduler(cluster);
  const kubelet = new Kubelet(cluster, scheduler);
  const issuer = new CertificateIssuer(cluster);
  const garbage = new GarbageCollector(cluster);
  for (const pod of store.candidates<Pod>(RESOURCES.pods)) scheduler.count(pod);
  store.onChange((change) => {
    enqueue(cluster, change);
    if (change.resource === RESOURCES.pods && change.before && !change.after)
      kubelet.forget(change.before.metadata.uid);
  });
  queue.start({
    deployment: (namespace, name) => reconcileDeployment(cluster, namespace, name),
    'replica-set': (namespace, name) => reconcileReplicaSet(cluster, namespace, name),
    pod: (namespace, name) => kubelet.reconcile(namespace, name),
    'lost-pods': (_scope, node) => removeLostPods(cluster, node),
    'waiting-pods': () => scheduler.retryWaiting(),
    claim: (namespace, name) => reconcileClaim(cluster, namespace, name),
    snapshot: (namespace, name) => reconcileSnapshot(cluster, namespace, name),
    'ingress-certificates': (namespace, name) => reconcileIngressCertificates(cluster, namespace, name),
    certificate: (namespace, name) => issuer.reconcile(namespace, name),
    namespace: (scope, name) => reconcileNamespace(cluster, scope, name),
    quota: (namespace, name) => reconcileQuota(cluster, namespace, name),
    'quota-of-namespace': (_scope, namespace) => {
      for (const { metadata } of store.candidates(RESOURCES.resourcequotas, { namespace }))
        queue.add('quota', namespace, metadata.name);
    },
    garbage: (_scope, uid) => garbage.collect(uid),
    ownership: (namespace, id) => garbage.reconcile(namespace, id),
  });
  for (const resource of ALL_RESOURCES)
    for (const after of store.candidates(resource)) enqueue(cluster, { resource, version: 0, after });
}

/** Pods and certificates look at faults and settings only when something wakes them. */
export function wakeAll({ store, queue }: Cluster): void {
  for (const { metadata } of store.candidates(RESOURCES.pods))
    queue.add('pod', metadata.namespace, metadata.name);
  for (const { metadata } of store.candidates(RESOURCES.certificates))
    queue.add('certificate', metadata.namespace, metadata.name);
}

function enqueue(cluster: Cluster, { resource, before, after }: Change): void {
  const { queue } = cluster;
  const object = after ?? before;
  if (!object) return;
  const { namespace, name } = object.metadata;
  if (resource.namespaced && resource !== RESOURCES.events)
    queue.add('quota-of-namespace', '', namespace ?? '');
  if (!after && isTerminating(cluster, namespace)) queue.add('namespace', '', namespace ?? '');
  switch (resource) {
    case RESOURCES.deployments:
      queue.add('deployment', namespace, name);
      break;
    case RESOURCES.replicasets:
      queue.add('replica-set', namespace, name);
      enqueueController(cluster, object, 'Deployment', 'deployment');
      break;
    case RESOURCES.pods:
      enqueueForPod(cluster, object as Pod, after === undefined);
      break;
    case RESOURCES.persistentvolumeclaims:
      if (!after) removeVolumeOf(cluster, object as PersistentVolumeClaim);
      queue.add('claim', namespace, name);
      retrySnapshots(cluster, namespace);
      break;
    case RESOURCES.storageclasses:
      retryClaims(cluster, undefined);
      break;
    case RESOURCES.nodes:
      if (!after) queue.add('lost-pods', '', name);
      break;
    case RESOURCES.namespaces:
      queue.add('namespace', '', name);
      break;
    case RESOURCES.resourcequotas:
      retryRefused(cluster, namespace);
      break;
    default:
      enqueueForExtensions(cluster, resource, object, after === undefined);
  }
}

/** What a real cluster has only with a snapshot controller and cert-manager in it. */
function enqueueForExtensions(cluster: Cluster, resource: Resource, object: KubeObject, gone: boolean): void {
  const { queue } = cluster;
  const { namespace, name } = object.metadata;
  switch (resource) {
    case RESOURCES.volumesnapshots:
      if (gone) removeContentOf(cluster, object as VolumeSnapshot);
      queue.add('snapshot', namespace, name);
      retryClaims(cluster, namespace);
      break;
    case RESOURCES.volumesnapshotclasses:
      retrySnapshots(cluster, undefined);
      break;
    case RESOURCES.ingresses:
      queue.add('ingress-certificates', namespace, name);
      break;
    case RESOURCES.certificates:
      queue.add('certificate', namespace, name);
      enqueueController(cluster, object, 'Ingress', 'ingress-certificates');
      break;
    case RESOURCES.secrets: {
      const certificate = object.metadata.annotations?.[CERTIFICATE_NAME];
      if (certificate !== undefined) queue.add('certificate', namespace, certificate);
      break;
    }
  }
}

function enqueueForPod(cluster: Cluster, pod: Pod, gone: boolean): void {
  const { queue, store } = cluster;
  const { namespace, name, ownerReferences = [] } = pod.metadata;
  queue.add('pod', namespace, name);
  enqueueController(cluster, pod, 'ReplicaSet', 'replica-set');
  if (!gone) return;
  // A Recreate roll-out waits for the last old pod, whose end changes nothing in its ReplicaSet's counts.
  for (const owner of ownerReferences) {
    const replicaSet = store.get(RESOURCES.replicasets, namespace, owner.name);
    if (replicaSet) enqueueController(cluster, replicaSet, 'Deployment', 'deployment');
  }
  for (const { persistentVolumeClaim } of pod.spec.volumes ?? [])
    if (persistentVolumeClaim) queue.add('claim', namespace, persistentVolumeClaim.claimName);
}

function enqueueController(
  { queue }: Cluster,
  { metadata }: KubeObject,
  kind: string,
  controller: string,
): void {
  for (const owner of metadata.ownerReferences ?? [])
    if (owner.kind === kind) queue.add(controller, metadata.namespace, owner.name);
}

/** Pods of a node that is no more are forgotten at once: there is no kubelet left to stop them. */
function removeLostPods({ store }: Cluster, node: string): void {
  if (store.get(RESOURCES.nodes, undefined, node)) return;
  for (const pod of [...store.candidates<Pod>(RESOURCES.pods)])
    if (pod.spec.nodeName === node) deleteObject(store, RESOURCES.pods, pod, { gracePeriodSeconds: 0 });
}

function retryClaims({ store, queue }: Cluster, namespace: string | undefined): void {
  const scope = namespace === undefined ? {} : { namespace };
  for (const { metadata, status } of store.candidates<PersistentVolumeClaim>(
    RESOURCES.persistentvolumeclaims,
    scope,
  ))
    if (status?.phase !== 'Bound') queue.add('claim', metadata.namespace, metadata.name);
}

function isTerminating({ store }: Cluster, namespace: string | undefined): boolean {
  if (namespace === undefined) return false;
  return store.get(RESOURCES.namespaces, undefined, namespace)?.metadata.deletionTimestamp !== undefined;
}

/** ReplicaSets whose pods a quota refused try again when a quota of their namespace changed. */
function retryRefused({ store, queue }: Cluster, namespace: string | undefined): void {
  for (const { metadata, status } of store.candidates<ReplicaSet>(
    RESOURCES.replicasets,
    namespace === undefined ? {} : { namespace },
  ))
    if (status?.conditions?.some(({ type }) => type === 'ReplicaFailure'))
      queue.add('replica-set', namespace, metadata.name);
}

function reconcileQuota({ store, usage }: Cluster, namespace: string, name: string): void {
  const quota = store.get<ResourceQuota>(RESOURCES.resourcequotas, namespace, name);
  if (!quota) return;
  writeStatus(store, RESOURCES.resourcequotas, quota, {
    hard: quota.spec.hard ?? {},
    used: usage.usedOf(quota),
  });
}
