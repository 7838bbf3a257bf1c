import type { KubernetesObject } from '@kubernetes/client-node';
import { Watch } from '@kubernetes/client-node';
import type { Connection } from './connection.js';
import { InstanceCache, WATCHED_KINDS, type WatchedKind } from './instance-cache.js';
import { ANY_INSTANCE } from './names.js';
import { keyOf, reflect } from './reflector.js';
import type { ClusterSettings } from './settings.js';

const RESOURCES: Record<WatchedKind, string> = {
  Deployment: 'deployments',
  Pod: 'pods',
  PersistentVolumeClaim: 'persistentvolumeclaims',
};

/**
 * See `Cluster.watch`. Fills the cache; `onChange` is called once for each instance that exists when all kinds are
 * listed, and from then on for every change. Resolves when the signal aborts, rejects when `onChange` throws.
 */
export async function watchInstances(
  connection: Connection,
  cache: InstanceCache,
  settings: Pick<ClusterSettings, 'onWatchInterrupted'>,
  onChange: (instanceId: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const watch = new Watch(connection.kubeConfig);
  const unlisted = new Set<WatchedKind>(WATCHED_KINDS);
  const early = new Set<string>();
  const changed = (instanceId: string) => {
    if (cache.synced) onChange(instanceId);
    else early.add(instanceId);
  };
  const listed = (kind: WatchedKind) => {
    unlisted.delete(kind);
    if (cache.synced || unlisted.size > 0) return;
    cache.synced = true;
    for (const instanceId of early) onChange(instanceId);
    early.clear();
  };
  // One kind failing for good (onChange threw) ends the others too.
  const ending = new AbortController();
  const end = () => ending.abort();
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  await Promise.all(
    WATCHED_KINDS.map((kind) => {
      const seen = new Seen(kind, cache, changed);
      const target = {
        kind,
        resource: RESOURCES[kind],
        labelSelector: ANY_INSTANCE,
        onObject: (object: KubernetesObject) => seen.put(object),
        onGone: (object: KubernetesObject) => seen.drop(keyOf(object)),
        onListed: (keys: ReadonlySet<string>) => {
          seen.keepOnly(keys);
          listed(kind);
        },
        onInterrupted: (reason: string, retryInMs: number) =>
          settings.onWatchInterrupted?.(kind, reason, retryInMs),
      };
      return reflect(connection, watch, target, ending.signal).finally(end);
    }),
  ).finally(() => signal.removeEventListener('abort', end));
}

/** Which objects of a kind are known, at which version: what a new list is compared with. */
class Seen {
  private readonly known = new Map<string, { instanceId: string; version: string }>();

  constructor(
    private readonly kind: WatchedKind,
    private readonly cache: InstanceCache,
    private readonly changed: (instanceId: string) => void,
  ) {}

  put(object: KubernetesObject): void {
    const instanceId = InstanceCache.instanceOf(object);
    if (!instanceId) return;
    const version = object.metadata?.resourceVersion ?? '';
    const key = keyOf(object);
    if (this.known.get(key)?.version === version) return;
    this.known.set(key, { instanceId, version });
    this.cache.put(this.kind, object);
    this.changed(instanceId);
  }

  drop(key: string): void {
    const known = this.known.get(key);
    if (!known) return;
    this.known.delete(key);
    this.cache.drop(this.kind, known.instanceId, key.slice(key.indexOf('/') + 1));
    this.changed(known.instanceId);
  }

  /** What a complete list does not hold was deleted while nobody watched. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of [...this.known.keys()]) if (!keys.has(key)) this.drop(key);
  }
}
