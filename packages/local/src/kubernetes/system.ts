import { randomUUID } from 'node:crypto';
import type { Node } from './kinds.js';
import { canonical, type KubeObject, timestamp } from './object.js';
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
  ensure(store, RESOURCES.ingressclasses, object('networking.k8s.io/v1', 'IngressClass', 'nginx'), {
    spec: { controller: 'minispod.local/simulated' },
  });
}

/** Makes the nodes what the settings say: adds, resizes, and removes those that are too many. */
export function createNodes(store: Store, { nodes }: Settings): void {
  const capacity = { cpu: nodes.cpu, memory: nodes.memory, pods: String(nodes.pods) };
  const names = new Set(Array.from({ length: nodes.count }, (_, index) => `simulated-${index + 1}`));
  for (const name of names) {
    const known = store.get<Node>(RESOURCES.nodes, undefined, name);
    if (known && canonical(known.status.capacity) === canonical(capacity)) continue;
    const node = known ?? object('v1', 'Node', name, { labels: { 'kubernetes.io/hostname': name } });
    store.put(RESOURCES.nodes, {
      ...node,
      spec: node.spec ?? {},
      status: {
        capacity,
        allocatable: capacity,
        conditions: [
          { type: 'Ready', status: 'True', reason: 'KubeletReady', lastTransitionTime: timestamp() },
        ],
        addresses: [{ type: 'Hostname', address: name }],
        nodeInfo: { kubeletVersion: VERSION, operatingSystem: 'linux', architecture: 'amd64' },
      },
    });
  }
  for (const node of [...store.candidates(RESOURCES.nodes)])
    if (!names.has(node.metadata.name)) store.remove(RESOURCES.nodes, node);
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
