import type { PersistentVolumeClaim, Pod, PodSpec, ResourceQuota } from './kinds.js';
import type { KubeObject } from './object.js';
import { formatQuantity, parseQuantity } from './quantity.js';
import { RESOURCES, type Resource } from './resources.js';
import { forbidden, qualified } from './status.js';
import type { Store } from './store.js';

/** Amounts by quota key; CPU in millicores, everything else in whole units, so that sums stay exact. */
type Amounts = Map<string, number>;

/**
 * What each namespace uses of what a ResourceQuota can limit, kept up to date write by write, so that admission costs
 * the same in a namespace of ten pods and of ten thousand.
 */
export class QuotaUsage {
  readonly #store: Store;
  readonly #used = new Map<string, Amounts>();

  constructor(store: Store) {
    this.#store = store;
    store.onChange(({ resource, before, after }) => {
      if (before) this.#add(before.metadata.namespace, charge(resource, before), -1);
      if (after) this.#add(after.metadata.namespace, charge(resource, after), 1);
    });
  }

  /** Counts an object restored from a snapshot, which makes no change event. */
  count(resource: Resource, object: KubeObject): void {
    this.#add(object.metadata.namespace, charge(resource, object), 1);
  }

  /** Throws 403 when writing this object would go over a quota of its namespace. */
  admit(resource: Resource, object: KubeObject, before: KubeObject | undefined): void {
    const { namespace = '', name } = object.metadata;
    const wanted = charge(resource, object);
    const held: Amounts = before ? charge(resource, before) : new Map();
    for (const quota of this.#store.candidates<ResourceQuota>(RESOURCES.resourcequotas, { namespace })) {
      const hard = Object.entries(quota.spec?.hard ?? {});
      if (resource === RESOURCES.pods) requireAmounts(object as Pod, quota);
      const over = hard.filter(([key, limit]) => {
        const more = (wanted.get(key) ?? 0) - (held.get(key) ?? 0);
        return more > 0 && this.#amount(namespace, key) + more > toUnits(key, limit);
      });
      if (over.length === 0) continue;
      const listed = (amount: (key: string, limit: string) => string) =>
        over
          .map(([key, limit]) => `${key}=${amount(key, limit)}`)
          .sort()
          .join();
      const requested = listed((key) => print(key, (wanted.get(key) ?? 0) - (held.get(key) ?? 0)));
      const used = listed((key) => print(key, this.#amount(namespace, key)));
      const limited = listed((_key, limit) => limit);
      throw forbidden(
        resource,
        name,
        `exceeded quota: ${quota.metadata.name}, requested: ${requested}, used: ${used}, limited: ${limited}`,
      );
    }
  }

  /** `status.used` of a quota. */
  usedOf({ metadata: { namespace = '' }, spec }: ResourceQuota): Record<string, string> {
    const keys = Object.keys(spec?.hard ?? {}).sort();
    return Object.fromEntries(keys.map((key) => [key, print(key, this.#amount(namespace, key))]));
  }

  #amount(namespace: string, key: string): number {
    return this.#used.get(namespace)?.get(key) ?? 0;
  }

  #add(namespace: string | undefined, amounts: Amounts, sign: 1 | -1): void {
    if (namespace === undefined) return;
    const used = this.#used.get(namespace) ?? new Map<string, number>();
    this.#used.set(namespace, used);
    for (const [key, amount] of amounts) used.set(key, (used.get(key) ?? 0) + sign * amount);
  }
}

function charge(resource: Resource, object: KubeObject): Amounts {
  const amounts: Amounts = new Map([[`count/${qualified(resource)}`, 1]]);
  if (!resource.group) amounts.set(resource.plural, 1);
  if (resource === RESOURCES.pods) return podCharge(object as Pod, amounts);
  if (resource === RESOURCES.persistentvolumeclaims) {
    const { spec } = object as PersistentVolumeClaim;
    const size = toUnits('requests.storage', spec.resources.requests?.storage ?? '0');
    amounts.set('requests.storage', size);
    amounts.set(`${spec.storageClassName}.storageclass.storage.k8s.io/requests.storage`, size);
  }
  return amounts;
}

/** A finished pod costs nothing but its place among the objects. */
function podCharge({ spec, status }: Pod, amounts: Amounts): Amounts {
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return new Map([['count/pods', 1]]);
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    const requests = podTotal(spec, 'requests', name);
    amounts.set(name, requests);
    amounts.set(`requests.${name}`, requests);
    amounts.set(`limits.${name}`, podTotal(spec, 'limits', name));
  }
  return amounts;
}

/** What a pod's containers ask for together; CPU in millicores, memory in bytes. */
export function podTotal({ containers }: PodSpec, which: 'requests' | 'limits', name: string): number {
  return containers.reduce((sum, { resources }) => sum + toUnits(name, resources?.[which]?.[name] ?? '0'), 0);
}

/** Under a quota on CPU or memory, a container that does not say how much it takes is refused. */
function requireAmounts({ metadata, spec }: Pod, quota: ResourceQuota): void {
  const missing = Object.keys(quota.spec?.hard ?? {}).filter((key) => {
    const match = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(key);
    if (!match) return false;
    const which = match[1] === 'limits' ? 'limits' : 'requests';
    return spec.containers.some(({ resources }) => resources?.[which]?.[match[2] ?? ''] === undefined);
  });
  if (missing.length > 0)
    throw forbidden(
      RESOURCES.pods,
      metadata.name,
      `failed quota: ${quota.metadata.name}: must specify ${missing.sort().join()}`,
    );
}

export function toUnits(key: string, quantity: string): number {
  const value = parseQuantity(quantity) ?? 0;
  return key.endsWith('cpu') ? Math.ceil(value * 1000 - 1e-6) : Math.ceil(value);
}

function print(key: string, amount: number): string {
  if (key.endsWith('cpu')) return formatQuantity(amount / 1000);
  return formatQuantity(amount, /memory|storage$/.test(key) ? 'binary' : 'decimal');
}
