import { type Fields, isFields } from '../object.js';

/**
 * How lists and maps merge, after `x-kubernetes-list-type`, `-list-map-keys` and `-map-type` of the published OpenAPI
 * document. Fields not named here: maps are granular, lists are atomic.
 */
export type ListType = { kind: 'map'; keys: readonly string[] } | { kind: 'set' } | { kind: 'atomic' };

const byName = { kind: 'map', keys: ['name'] } as const;
const byType = { kind: 'map', keys: ['type'] } as const;
const ATOMIC: ListType = { kind: 'atomic' };

const LISTS: Record<string, ListType> = {
  containers: byName,
  initContainers: byName,
  env: byName,
  volumes: byName,
  imagePullSecrets: byName,
  volumeMounts: { kind: 'map', keys: ['mountPath'] },
  volumeDevices: { kind: 'map', keys: ['devicePath'] },
  hostAliases: { kind: 'map', keys: ['ip'] },
  topologySpreadConstraints: { kind: 'map', keys: ['topologyKey', 'whenUnsatisfiable'] },
  ownerReferences: { kind: 'map', keys: ['uid'] },
  conditions: byType,
  finalizers: { kind: 'set' },
};

const CONTAINER_PORTS: ListType = { kind: 'map', keys: ['containerPort', 'protocol'] };
const SERVICE_PORTS: ListType = { kind: 'map', keys: ['port', 'protocol'] };
const ATOMIC_MAPS = new Set([
  'dataSource',
  'nodeSelector',
  'secretKeyRef',
  'configMapKeyRef',
  'fieldRef',
  'resourceFieldRef',
]);

/** The path holds field names only, without list keys: `['spec', 'template', 'spec', 'containers', 'ports']`. */
export function listType(kind: string, path: readonly string[]): ListType {
  const field = path.at(-1) ?? '';
  const parent = path.at(-2);
  if (field === 'ports' && (parent === 'containers' || parent === 'initContainers')) return CONTAINER_PORTS;
  if (field === 'ports' && kind === 'Service' && parent === 'spec') return SERVICE_PORTS;
  // The data of a ConfigMap may be called anything; nothing below it is a list with keys.
  return LISTS[field] ?? ATOMIC;
}

export function isAtomicMap(kind: string, path: readonly string[]): boolean {
  const field = path.at(-1) ?? '';
  if (field === 'selector') return kind === 'Service' || kind === 'Deployment' || kind === 'ReplicaSet';
  return ATOMIC_MAPS.has(field);
}

/** The `k:{…}` element of an item in an associative list; a port without a protocol is a TCP port. */
export function itemKey(keys: readonly string[], item: unknown): string {
  const fields = isFields(item) ? item : {};
  const key: Fields = {};
  for (const name of [...keys].sort()) key[name] = fields[name] ?? (name === 'protocol' ? 'TCP' : undefined);
  return `k:${JSON.stringify(key)}`;
}
