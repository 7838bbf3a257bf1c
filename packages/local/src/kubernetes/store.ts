import type { KubeObject } from './object.js';
import { ALL_RESOURCES, type Resource } from './resources.js';
import type { Requirement } from './selectors.js';

/** One committed write. `before` is absent for a creation, `after` for a removal. */
export interface Change {
  resource: Resource;
  version: number;
  before?: KubeObject;
  after?: KubeObject;
}

interface Collection {
  byNamespace: Map<string, Map<string, KubeObject>>;
  /** `key=value` → objects carrying that label. */
  byLabel: Map<string, Set<KubeObject>>;
  history: Change[];
  /** A watch may resume from this version or a later one. */
  oldestVersion: number;
  size: number;
}

export interface Scope {
  namespace?: string | undefined;
  labels?: readonly Requirement[];
}

/**
 * Every object of the cluster. Objects are never changed in place: a write replaces them, so history, watches and a
 * running snapshot may all hold the same references.
 */
export class Store {
  readonly #collections = new Map<Resource, Collection>();
  readonly #dependents = new Map<string, Map<string, { resource: Resource; object: KubeObject }>>();
  readonly #listeners: ((change: Change) => void)[] = [];
  readonly #historyLimit: number;
  #version: number;

  /**
   * Versions continue from the clock, so that those handed out before a restart, saved or not, are always older: a
   * watch that resumes from one is told to relist instead of waiting for a version that never comes.
   */
  constructor(options: { historyLimit: number; version?: number }) {
    this.#historyLimit = options.historyLimit;
    this.#version = Math.max(Date.now(), (options.version ?? 0) + 1);
    for (const resource of ALL_RESOURCES)
      this.#collections.set(resource, {
        byNamespace: new Map(),
        byLabel: new Map(),
        history: [],
        oldestVersion: this.#version,
        size: 0,
      });
  }

  get version(): number {
    return this.#version;
  }

  /** Called synchronously, in order, after each write. A listener must not throw. */
  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  count(resource: Resource): number {
    return this.#collection(resource).size;
  }

  get<T extends KubeObject = KubeObject>(
    resource: Resource,
    namespace: string | undefined,
    name: string,
  ): T | undefined {
    return this.#collection(resource)
      .byNamespace.get(namespace ?? '')
      ?.get(name) as T | undefined;
  }

  /**
   * Objects in a namespace or in all, in no particular order. With labels, those of the rarest label asked for: a
   * superset of what matches.
   */
  *candidates<T extends KubeObject = KubeObject>(resource: Resource, scope: Scope = {}): Generator<T> {
    const { byNamespace } = this.#collection(resource);
    if (scope.namespace !== undefined)
      yield* (byNamespace.get(scope.namespace)?.values() ?? []) as Iterable<T>;
    else {
      const rarest = this.#rarestLabel(resource, scope.labels ?? []);
      if (rarest) yield* rarest as Iterable<KubeObject> as Iterable<T>;
      else for (const objects of byNamespace.values()) yield* objects.values() as Iterable<T>;
    }
  }

  /** Objects that name this uid among their owners. */
  dependents(uid: string): { resource: Resource; object: KubeObject }[] {
    return [...(this.#dependents.get(uid)?.values() ?? [])];
  }

  dependentsOf<T extends KubeObject>(resource: Resource, uid: string): T[] {
    return this.dependents(uid)
      .filter((each) => each.resource === resource)
      .map(({ object }) => object as T);
  }

  /** Commits an object under its namespace and name, and returns it with its new resourceVersion. */
  put<T extends KubeObject>(resource: Resource, object: T): T {
    this.#version += 1;
    const after: T = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.#version) },
    };
    const before = this.get(resource, after.metadata.namespace, after.metadata.name);
    if (before) this.#unlink(resource, before);
    this.#link(resource, after);
    this.#commit({ resource, version: this.#version, ...(before && { before }), after });
    return after;
  }

  /** Restores an object as it was saved: no new version, no event. */
  restore(resource: Resource, object: KubeObject): void {
    this.#link(resource, object);
  }

  remove(resource: Resource, object: KubeObject): void {
    const before = this.get(resource, object.metadata.namespace, object.metadata.name);
    if (!before) return;
    this.#version += 1;
    this.#unlink(resource, before);
    this.#commit({ resource, version: this.#version, before });
  }

  /** Changes after a version, oldest first, or undefined when some of them are forgotten (410). */
  since(resource: Resource, version: number): Change[] | undefined {
    const { history, oldestVersion } = this.#collection(resource);
    if (version < oldestVersion) return undefined;
    let from = history.length;
    while (from > 0 && (history[from - 1] as Change).version > version) from -= 1;
    return history.slice(from);
  }

  oldestVersion(resource: Resource): number {
    return this.#collection(resource).oldestVersion;
  }

  /** Forgets every change so far: watches from any version known to a client answer 410. */
  forgetHistory(): void {
    this.#version += 1;
    for (const collection of this.#collections.values()) {
      collection.history = [];
      collection.oldestVersion = this.#version;
    }
  }

  #collection(resource: Resource): Collection {
    const collection = this.#collections.get(resource);
    if (!collection) throw new Error(`${resource.plural} is not a served resource`);
    return collection;
  }

  #rarestLabel(resource: Resource, labels: readonly Requirement[]): Iterable<KubeObject> | undefined {
    const { byLabel } = this.#collection(resource);
    let rarest: Set<KubeObject> | undefined;
    for (const { key, operator, values } of labels) {
      if (operator !== 'in' || values.size !== 1) continue;
      const found = byLabel.get(`${key}=${[...values][0]}`);
      if (!found) return [];
      if (!rarest || found.size < rarest.size) rarest = found;
    }
    return rarest;
  }

  #link(resource: Resource, object: KubeObject): void {
    const collection = this.#collection(resource);
    const { namespace = '', name, labels, ownerReferences } = object.metadata;
    entry(collection.byNamespace, namespace, () => new Map()).set(name, object);
    for (const [key, value] of Object.entries(labels ?? {}))
      entry(collection.byLabel, `${key}=${value}`, () => new Set()).add(object);
    for (const { uid } of ownerReferences ?? [])
      entry(this.#dependents, uid, () => new Map()).set(object.metadata.uid, { resource, object });
    collection.size += 1;
  }

  #unlink(resource: Resource, object: KubeObject): void {
    const collection = this.#collection(resource);
    const { namespace = '', name, labels, ownerReferences, uid } = object.metadata;
    discard(collection.byNamespace, namespace, name);
    for (const [key, value] of Object.entries(labels ?? {}))
      discard(collection.byLabel, `${key}=${value}`, object);
    for (const owner of ownerReferences ?? []) discard(this.#dependents, owner.uid, uid);
    collection.size -= 1;
  }

  #commit(change: Change): void {
    const collection = this.#collection(change.resource);
    collection.history.push(change);
    // Trimmed in batches: shifting one entry per write would make a full history quadratic.
    if (collection.history.length > this.#historyLimit * 1.25) {
      const forgotten = collection.history.splice(0, collection.history.length - this.#historyLimit);
      collection.oldestVersion = forgotten.at(-1)?.version ?? collection.oldestVersion;
    }
    for (const listener of this.#listeners) listener(change);
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** Removes a member, and its group with the last one, so that dead labels and owners cost nothing. */
function discard<G, K>(
  groups: Map<G, { delete(member: K): boolean; size: number }>,
  group: G,
  member: K,
): void {
  const members = groups.get(group);
  members?.delete(member);
  if (members?.size === 0) groups.delete(group);
}
