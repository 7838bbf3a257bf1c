/** One served kind: where it lives and how it is named. */
export interface Resource {
  /** '' for the core group. */
  group: string;
  version: string;
  plural: string;
  kind: string;
  namespaced: boolean;
  shortNames: readonly string[];
  /** Status is written through `/status` alone; a write to the object itself leaves it as it was. */
  hasStatus: boolean;
  /** `metadata.generation` counts the changes of its spec. */
  hasGeneration: boolean;
}

const CORE = ['', 'v1'] as const;
const APPS = ['apps', 'v1'] as const;
const NETWORKING = ['networking.k8s.io', 'v1'] as const;
const STORAGE = ['storage.k8s.io', 'v1'] as const;
const NODE = ['node.k8s.io', 'v1'] as const;
const SNAPSHOT = ['snapshot.storage.k8s.io', 'v1'] as const;
const CERTIFICATE = ['cert-manager.io', 'v1'] as const;

function kind(
  [group, version]: readonly [string, string],
  plural: string,
  kind: string,
  shortNames: string[],
  { namespaced = true, hasStatus = true } = {},
): Resource {
  return {
    group,
    version,
    plural,
    kind,
    namespaced,
    shortNames,
    hasStatus,
    hasGeneration: namespaced && group !== '',
  };
}

export const RESOURCES = {
  namespaces: kind(CORE, 'namespaces', 'Namespace', ['ns'], { namespaced: false }),
  nodes: kind(CORE, 'nodes', 'Node', ['no'], { namespaced: false }),
  persistentvolumes: kind(CORE, 'persistentvolumes', 'PersistentVolume', ['pv'], { namespaced: false }),
  resourcequotas: kind(CORE, 'resourcequotas', 'ResourceQuota', ['quota']),
  limitranges: kind(CORE, 'limitranges', 'LimitRange', ['limits'], { hasStatus: false }),
  configmaps: kind(CORE, 'configmaps', 'ConfigMap', ['cm'], { hasStatus: false }),
  secrets: kind(CORE, 'secrets', 'Secret', [], { hasStatus: false }),
  persistentvolumeclaims: kind(CORE, 'persistentvolumeclaims', 'PersistentVolumeClaim', ['pvc']),
  services: kind(CORE, 'services', 'Service', ['svc']),
  serviceaccounts: kind(CORE, 'serviceaccounts', 'ServiceAccount', ['sa'], { hasStatus: false }),
  pods: kind(CORE, 'pods', 'Pod', ['po']),
  events: kind(CORE, 'events', 'Event', ['ev'], { hasStatus: false }),
  deployments: kind(APPS, 'deployments', 'Deployment', ['deploy']),
  replicasets: kind(APPS, 'replicasets', 'ReplicaSet', ['rs']),
  ingresses: kind(NETWORKING, 'ingresses', 'Ingress', ['ing']),
  ingressclasses: kind(NETWORKING, 'ingressclasses', 'IngressClass', [], {
    namespaced: false,
    hasStatus: false,
  }),
  networkpolicies: kind(NETWORKING, 'networkpolicies', 'NetworkPolicy', ['netpol'], { hasStatus: false }),
  storageclasses: kind(STORAGE, 'storageclasses', 'StorageClass', ['sc'], {
    namespaced: false,
    hasStatus: false,
  }),
  runtimeclasses: kind(NODE, 'runtimeclasses', 'RuntimeClass', [], { namespaced: false, hasStatus: false }),
  volumesnapshots: kind(SNAPSHOT, 'volumesnapshots', 'VolumeSnapshot', ['vs']),
  volumesnapshotcontents: kind(SNAPSHOT, 'volumesnapshotcontents', 'VolumeSnapshotContent', ['vsc'], {
    namespaced: false,
  }),
  volumesnapshotclasses: kind(SNAPSHOT, 'volumesnapshotclasses', 'VolumeSnapshotClass', ['vsclass'], {
    namespaced: false,
    hasStatus: false,
  }),
  certificates: kind(CERTIFICATE, 'certificates', 'Certificate', ['cert']),
} satisfies Record<string, Resource>;

export type ResourceName = keyof typeof RESOURCES;
export const ALL_RESOURCES: readonly Resource[] = Object.values(RESOURCES);
export const NAMESPACED_RESOURCES = ALL_RESOURCES.filter(({ namespaced }) => namespaced);

const byPath = new Map(ALL_RESOURCES.map((each) => [`${each.group}/${each.version}/${each.plural}`, each]));
const byKind = new Map(ALL_RESOURCES.map((each) => [`${apiVersionOf(each)}/${each.kind}`, each]));

/** Kinds that a real cluster knows by a CustomResourceDefinition. */
export function isCustom(apiVersion: string): boolean {
  return [SNAPSHOT, CERTIFICATE].some(([group]) => apiVersion.startsWith(`${group}/`));
}

export function findResource(group: string, version: string, plural: string): Resource | undefined {
  return byPath.get(`${group}/${version}/${plural}`);
}

export function resourceOfKind(apiVersion: string, kind: string): Resource | undefined {
  return byKind.get(`${apiVersion}/${kind}`);
}

export function apiVersionOf({ group, version }: Resource): string {
  return group ? `${group}/${version}` : version;
}
