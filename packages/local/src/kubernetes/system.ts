import { randomUUID } from 'node:crypto';
import type { Node } from './kinds.js';
import { type Condition, canonical, type KubeObject, timestamp, withCondition } from './object.js';
import { canonicalQuantity, formatQuantity, parseQuantity } from './quantity.js';
import { RESOURCES, type Resource } from './resources.js';
import type { Settings } from './settings.js';
import type { Store } from './store.js';

/** What every cluster has before anyone creates anything. What exists already, from a snapshot, is left as it is. */
export function createSystemObjects(store: Store): void {
  for (const name of ['default', 'kube-system', 'kube-public'])
    ensure(store, RESOURCES.namespaces, object('v1', 'Namespace', name), {
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  const isDefault = { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } };
  const standard = object('storage.k8s.io/v1', 'StorageClass', 'standard', isDefault);
  ensure(store, RESOURCES.storageclasses, standard, {
    provisioner: 'minispod.local/simulated',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
  });
  const snapshots = object('snapshot.storage.k8s.io/v1', 'VolumeSnapshotClass', 'standard');
  ensure(store, RESOURCES.volumesnapshotclasses, snapshots, {
    driver: 'minispod.local/simulated',
    deletionPolicy: 'Delete',
  });
  ensure(store, RESOURCES.ingressclasses, object('networking.k8s.io/v1', 'IngressClass', 'nginx'), {
    spec: { controller: 'minispod.local/simulated' },
  });
}

/** Makes the nodes what the settings say: adds, resizes, and removes those that are too many. */
export function createNodes(store: Store, { nodes }: Settings): void {
  const names = new Set(Array.from({ length: nodes.count }, (_, index) => `simulated-${index + 1}`));
  for (const name of names) putNode(store, name, nodes);
  for (const node of [...store.candidates(RESOURCES.nodes)])
    if (!names.has(node.metadata.name)) store.remove(RESOURCES.nodes, node);
}

/** What a kubelet leaves to pods less than there is: https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#hard-eviction-thresholds */
const EVICTION_BYTES = 100 * 2 ** 20;

export interface NodeShape {
  cpu: string;
  memory: string;
  pods: number;
  ready?: boolean | undefined;
  unschedulable?: boolean | undefined;
}

/** Adds a node, or makes the one of that name so. */
export function putNode(store: Store, name: string, shape: NodeShape): void {
  const { cpu, memory, pods, ready = true, unschedulable } = shape;
  const capacity = { cpu: canonicalQuantity(cpu), memory: canonicalQuantity(memory), pods: String(pods) };
  const usable = Math.max(0, (parseQuantity(memory) ?? 0) - EVICTION_BYTES);
  const known = store.get<Node>(RESOURCES.nodes, undefined, name);
  const node = known ?? object('v1', 'Node', name, { labels: { 'kubernetes.io/hostname': name } });
  const wanted = {
    ...node,
    spec: unschedulable ? { unschedulable } : {},
    status: {
      capacity,
      allocatable: { ...capacity, memory: formatQuantity(usable, 'binary') },
      conditions: nodeConditions(known?.status.conditions, ready),
      addresses: [{ type: 'Hostname', address: name }],
      nodeInfo: { kubeletVersion: VERSION, operatingSystem: 'linux', architecture: 'amd64' },
    },
  };
  if (canonical(known) !== canonical(wanted)) store.put(RESOURCES.nodes, wanted);
}

function nodeConditions(before: Condition[] | undefined, ready: boolean): Condition[] {
  const pressures = [
    ['MemoryPressure', 'KubeletHasSufficientMemory'],
    ['DiskPressure', 'KubeletHasNoDiskPressure'],
    ['PIDPressure', 'KubeletHasSufficientPID'],
  ];
  const silent = { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };
  let conditions = before;
  for (const [type = '', reason = ''] of pressures)
    conditions = withCondition(
      conditions,
      ready ? { type, status: 'False', reason } : { type, status: 'Unknown', ...silent },
    );
  return withCondition(
    conditions,
    ready
      ? { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
      : { type: 'Ready', status: 'Unknown', ...silent },
  );
}

/** The API's version; that nothing real is behind it is said in its suffix. */
export const VERSION = 'v1.31.0-minispod.simulated';

function object(
  apiVersion: string,
  kind: string,
  name: string,
  metadata: Partial<KubeObject['metadata']> = {},
): KubeObject {
  const creationTimestamp = timestamp();
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, name, uid: randomUUID(), resourceVersion: '', creationTimestamp },
  };
}

function ensure(store: Store, resource: Resource, wanted: KubeObject, fields: object): void {
  if (!store.get(resource, undefined, wanted.metadata.name)) store.put(resource, { ...wanted, ...fields });
}
